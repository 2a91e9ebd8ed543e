-- CreateTable
CREATE TABLE "Estate" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "timezone" TEXT NOT NULL,
    "areaSqm" REAL,
    "quietHours" TEXT NOT NULL,
    "contactLimit" INTEGER NOT NULL,
    "contactPeriodDays" INTEGER NOT NULL,
    "createdAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "AdoptedPolicy" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "estateId" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,
    "parameters" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "adoptedAt" BIGINT NOT NULL,
    "leftAt" BIGINT
);

-- CreateTable
CREATE TABLE "Household" (
    "estateId" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "keyHousehold" BOOLEAN NOT NULL DEFAULT false,
    "keySince" BIGINT,
    "createdAt" BIGINT NOT NULL,

    PRIMARY KEY ("estateId", "code")
);

-- CreateTable
CREATE TABLE "Resident" (
    "estateId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "household" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT,
    "relation" TEXT NOT NULL,
    "phoneCipher" TEXT,
    "phoneHash" TEXT,
    "consent" BOOLEAN NOT NULL,
    "optedOut" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" BIGINT NOT NULL,

    PRIMARY KEY ("estateId", "id")
);

-- CreateTable
CREATE TABLE "Consent" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "estateId" TEXT NOT NULL,
    "residentId" TEXT NOT NULL,
    "given" BOOLEAN NOT NULL,
    "source" TEXT NOT NULL,
    "at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "ChannelIdentity" (
    "channel" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "estateId" TEXT,
    "residentId" TEXT,
    "staffId" TEXT,
    "lastHeardAt" BIGINT,
    "sentSince" INTEGER NOT NULL DEFAULT 0,
    "serviceState" INTEGER NOT NULL DEFAULT 0,
    "boundAt" BIGINT NOT NULL,

    PRIMARY KEY ("channel", "externalId")
);

-- CreateTable
CREATE TABLE "Staff" (
    "userid" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "department" TEXT,
    "phoneCipher" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "StaffRole" (
    "userid" TEXT NOT NULL,
    "estateId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "households" TEXT NOT NULL,

    PRIMARY KEY ("userid", "estateId", "role"),
    CONSTRAINT "StaffRole_userid_fkey" FOREIGN KEY ("userid") REFERENCES "Staff" ("userid") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Event" (
    "estateId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "household" TEXT,
    "worker" TEXT,
    "resolvedAt" BIGINT,
    "data" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "updatedAt" BIGINT NOT NULL,

    PRIMARY KEY ("estateId", "id")
);

-- CreateTable
CREATE TABLE "Visit" (
    "no" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "estateId" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,
    "clause" TEXT NOT NULL,
    "startedBy" TEXT NOT NULL,
    "counterparty" TEXT NOT NULL,
    "visit" INTEGER NOT NULL,
    "eventId" TEXT,
    "household" TEXT,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "earliest" BIGINT NOT NULL,
    "due" BIGINT NOT NULL,
    "rate" INTEGER,
    "quota" TEXT,
    "by" TEXT NOT NULL,
    "how" TEXT NOT NULL,
    "record" TEXT NOT NULL,
    "needsSignature" BOOLEAN NOT NULL DEFAULT false,
    "assignee" TEXT,
    "assignedAt" BIGINT,
    "askedAt" BIGINT,
    "answeredAt" BIGINT,
    "issuedAt" BIGINT,
    "channel" TEXT,
    "period" TEXT,
    "drawId" TEXT,
    "drawPosition" INTEGER,
    "policyVersion" TEXT NOT NULL,
    "servedBy" INTEGER,
    "why" TEXT NOT NULL,
    "nextAt" BIGINT,
    "createdAt" BIGINT NOT NULL,
    "updatedAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "Draw" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "estateId" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,
    "clause" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "keyCipher" TEXT NOT NULL,
    "keyHash" TEXT NOT NULL,
    "percent" INTEGER,
    "size" INTEGER NOT NULL DEFAULT 0,
    "chosen" INTEGER NOT NULL DEFAULT 0,
    "populationHash" TEXT,
    "closedAt" BIGINT,
    "createdAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "Record" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "visitNo" INTEGER NOT NULL,
    "estateId" TEXT NOT NULL,
    "eventId" TEXT,
    "household" TEXT,
    "policyId" TEXT NOT NULL,
    "clause" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "grade" TEXT,
    "grades" TEXT,
    "remark" TEXT,
    "method" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "why" TEXT NOT NULL,
    "corrects" TEXT,
    "current" BOOLEAN NOT NULL DEFAULT true,
    "confirmedAt" BIGINT,
    "confirmedBy" TEXT,
    "reviewed" BOOLEAN NOT NULL DEFAULT false,
    "reviewedBy" TEXT,
    "reviewedAt" BIGINT,
    "opinion" TEXT,
    "seq" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "Survey" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "estateId" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,
    "clause" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "anonymous" BOOLEAN NOT NULL,
    "openedAt" BIGINT NOT NULL,
    "closesAt" BIGINT NOT NULL,
    "closedAt" BIGINT
);

-- CreateTable
CREATE TABLE "Ballot" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "surveyId" TEXT NOT NULL,
    "estateId" TEXT NOT NULL,
    "household" TEXT,
    "tokenHash" TEXT,
    "issuedAt" BIGINT,
    "returnedAt" BIGINT,
    "source" TEXT,
    "answers" TEXT,
    "remark" TEXT
);

-- CreateTable
CREATE TABLE "FollowUp" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "estateId" TEXT NOT NULL,
    "visitNo" INTEGER,
    "recordId" TEXT,
    "household" TEXT,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "text" TEXT,
    "route" TEXT NOT NULL,
    "assignee" TEXT,
    "promisedAt" BIGINT,
    "openedAt" BIGINT NOT NULL,
    "closedAt" BIGINT
);

-- CreateTable
CREATE TABLE "Conversation" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "estateId" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "person" TEXT NOT NULL,
    "visitNo" INTEGER NOT NULL,
    "session" TEXT NOT NULL,
    "open" BOOLEAN NOT NULL,
    "wakeAt" BIGINT,
    "updatedAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "Inbox" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "key" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "person" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAt" BIGINT NOT NULL,
    "lockedBy" TEXT,
    "lockedAt" BIGINT,
    "error" TEXT,
    "receivedAt" BIGINT NOT NULL,
    "doneAt" BIGINT
);

-- CreateTable
CREATE TABLE "Outbox" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "key" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "bodyHash" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "visitNo" INTEGER,
    "status" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAt" BIGINT NOT NULL,
    "lockedBy" TEXT,
    "lockedAt" BIGINT,
    "receipt" TEXT,
    "reason" TEXT,
    "createdAt" BIGINT NOT NULL,
    "sentAt" BIGINT
);

-- CreateTable
CREATE TABLE "TimetableRun" (
    "name" TEXT NOT NULL,
    "slot" TEXT NOT NULL,
    "begunAt" BIGINT NOT NULL,
    "doneAt" BIGINT,

    PRIMARY KEY ("name", "slot")
);

-- CreateTable
CREATE TABLE "Fact" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "value" TEXT NOT NULL,
    "expiresAt" BIGINT,
    "lockedBy" TEXT,
    "lockedAt" BIGINT,
    "updatedAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "Audit" (
    "seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" BIGINT NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "estateId" TEXT,
    "subject" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "prevHash" TEXT NOT NULL,
    "hash" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "File" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "mime" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "bytes" BLOB NOT NULL,
    "createdAt" BIGINT NOT NULL
);

-- CreateIndex
CREATE INDEX "AdoptedPolicy_estateId_leftAt_idx" ON "AdoptedPolicy"("estateId", "leftAt");

-- CreateIndex
CREATE INDEX "Resident_estateId_household_idx" ON "Resident"("estateId", "household");

-- CreateIndex
CREATE INDEX "Resident_phoneHash_idx" ON "Resident"("phoneHash");

-- CreateIndex
CREATE INDEX "Consent_estateId_residentId_idx" ON "Consent"("estateId", "residentId");

-- CreateIndex
CREATE INDEX "ChannelIdentity_estateId_residentId_idx" ON "ChannelIdentity"("estateId", "residentId");

-- CreateIndex
CREATE INDEX "ChannelIdentity_staffId_idx" ON "ChannelIdentity"("staffId");

-- CreateIndex
CREATE INDEX "StaffRole_estateId_role_idx" ON "StaffRole"("estateId", "role");

-- CreateIndex
CREATE INDEX "Event_estateId_kind_resolvedAt_idx" ON "Event"("estateId", "kind", "resolvedAt");

-- CreateIndex
CREATE INDEX "Visit_nextAt_idx" ON "Visit"("nextAt");

-- CreateIndex
CREATE INDEX "Visit_estateId_issuedAt_idx" ON "Visit"("estateId", "issuedAt");

-- CreateIndex
CREATE INDEX "Visit_estateId_earliest_idx" ON "Visit"("estateId", "earliest");

-- CreateIndex
CREATE INDEX "Visit_estateId_status_no_idx" ON "Visit"("estateId", "status", "no");

-- CreateIndex
CREATE INDEX "Visit_estateId_household_idx" ON "Visit"("estateId", "household");

-- CreateIndex
CREATE INDEX "Visit_estateId_eventId_idx" ON "Visit"("estateId", "eventId");

-- CreateIndex
CREATE INDEX "Visit_assignee_status_idx" ON "Visit"("assignee", "status");

-- CreateIndex
CREATE INDEX "Visit_drawId_drawPosition_idx" ON "Visit"("drawId", "drawPosition");

-- CreateIndex
CREATE INDEX "Visit_servedBy_idx" ON "Visit"("servedBy");

-- CreateIndex
CREATE UNIQUE INDEX "Visit_estateId_policyId_clause_startedBy_counterparty_visit_key" ON "Visit"("estateId", "policyId", "clause", "startedBy", "counterparty", "visit");

-- CreateIndex
CREATE UNIQUE INDEX "Draw_estateId_policyId_clause_period_key" ON "Draw"("estateId", "policyId", "clause", "period");

-- CreateIndex
CREATE INDEX "Record_estateId_current_at_idx" ON "Record"("estateId", "current", "at");

-- CreateIndex
CREATE INDEX "Record_estateId_eventId_idx" ON "Record"("estateId", "eventId");

-- CreateIndex
CREATE UNIQUE INDEX "Record_visitNo_seq_key" ON "Record"("visitNo", "seq");

-- CreateIndex
CREATE INDEX "Survey_estateId_period_idx" ON "Survey"("estateId", "period");

-- CreateIndex
CREATE UNIQUE INDEX "Ballot_tokenHash_key" ON "Ballot"("tokenHash");

-- CreateIndex
CREATE INDEX "Ballot_surveyId_idx" ON "Ballot"("surveyId");

-- CreateIndex
CREATE INDEX "Ballot_estateId_issuedAt_idx" ON "Ballot"("estateId", "issuedAt");

-- CreateIndex
CREATE INDEX "FollowUp_estateId_status_idx" ON "FollowUp"("estateId", "status");

-- CreateIndex
CREATE INDEX "FollowUp_visitNo_idx" ON "FollowUp"("visitNo");

-- CreateIndex
CREATE UNIQUE INDEX "Conversation_visitNo_key" ON "Conversation"("visitNo");

-- CreateIndex
CREATE INDEX "Conversation_channel_person_open_idx" ON "Conversation"("channel", "person", "open");

-- CreateIndex
CREATE INDEX "Conversation_wakeAt_idx" ON "Conversation"("wakeAt");

-- CreateIndex
CREATE UNIQUE INDEX "Inbox_key_key" ON "Inbox"("key");

-- CreateIndex
CREATE INDEX "Inbox_status_nextAt_idx" ON "Inbox"("status", "nextAt");

-- CreateIndex
CREATE INDEX "Inbox_person_status_id_idx" ON "Inbox"("person", "status", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Outbox_key_key" ON "Outbox"("key");

-- CreateIndex
CREATE INDEX "Outbox_status_nextAt_idx" ON "Outbox"("status", "nextAt");

-- CreateIndex
CREATE INDEX "Outbox_channel_recipient_status_id_idx" ON "Outbox"("channel", "recipient", "status", "id");

-- CreateIndex
CREATE INDEX "Outbox_visitNo_idx" ON "Outbox"("visitNo");

-- CreateIndex
CREATE UNIQUE INDEX "Audit_hash_key" ON "Audit"("hash");

-- CreateIndex
CREATE INDEX "Audit_estateId_seq_idx" ON "Audit"("estateId", "seq");

-- CreateIndex
CREATE INDEX "Audit_subject_idx" ON "Audit"("subject");

