-- AlterTable
ALTER TABLE "Draw" ADD COLUMN "population" TEXT;
ALTER TABLE "Draw" ADD COLUMN "quota" TEXT;
ALTER TABLE "Draw" ADD COLUMN "required" INTEGER;
ALTER TABLE "Draw" ADD COLUMN "revealedAt" BIGINT;
ALTER TABLE "Draw" ADD COLUMN "short" INTEGER;

-- AlterTable
ALTER TABLE "Household" ADD COLUMN "keyReason" TEXT;

-- AlterTable
ALTER TABLE "Resident" ADD COLUMN "influentialAt" BIGINT;
ALTER TABLE "Resident" ADD COLUMN "influentialNote" TEXT;

-- AlterTable
ALTER TABLE "Visit" ADD COLUMN "joinedTo" INTEGER;
ALTER TABLE "Visit" ADD COLUMN "outcome" TEXT;
ALTER TABLE "Visit" ADD COLUMN "outcomeAt" BIGINT;
ALTER TABLE "Visit" ADD COLUMN "replaces" INTEGER;

-- CreateTable
CREATE TABLE "PolicyVersion" (
    "version" TEXT NOT NULL PRIMARY KEY,
    "policyId" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "keptAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "Duty" (
    "no" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "estateId" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,
    "clause" TEXT NOT NULL,
    "item" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "startedBy" TEXT NOT NULL,
    "says" TEXT NOT NULL,
    "form" TEXT,
    "by" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "assignee" TEXT,
    "earliest" BIGINT NOT NULL,
    "soonAt" BIGINT,
    "due" BIGINT,
    "status" TEXT NOT NULL,
    "doneAt" BIGINT,
    "doneBy" TEXT,
    "note" TEXT,
    "period" TEXT,
    "eventId" TEXT,
    "visitNo" INTEGER,
    "household" TEXT,
    "policyVersion" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "nextAt" BIGINT,
    "createdAt" BIGINT NOT NULL,
    "updatedAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "Attempt" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "estateId" TEXT NOT NULL,
    "visitNo" INTEGER NOT NULL,
    "household" TEXT,
    "number" INTEGER NOT NULL,
    "channel" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "by" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "note" TEXT
);

-- CreateTable
CREATE TABLE "Rain" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "estateId" TEXT NOT NULL,
    "endedAt" BIGINT NOT NULL,
    "source" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "Theme" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "estateId" TEXT NOT NULL,
    "quarter" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "AgreedAnswer" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "estateId" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "removedAt" BIGINT
);

-- CreateTable
CREATE TABLE "Absence" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "userid" TEXT NOT NULL,
    "from" BIGINT NOT NULL,
    "until" BIGINT NOT NULL,
    "deputy" TEXT,
    "createdAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "Anchor" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "estateId" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "seq" INTEGER NOT NULL,
    "head" TEXT NOT NULL,
    "text" TEXT NOT NULL
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Estate" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "timezone" TEXT NOT NULL,
    "areaSqm" REAL,
    "quietHours" TEXT NOT NULL,
    "contactLimit" INTEGER NOT NULL,
    "contactPeriodDays" INTEGER NOT NULL,
    "dutyDays" TEXT NOT NULL DEFAULT 'null',
    "createdAt" BIGINT NOT NULL
);
INSERT INTO "new_Estate" ("areaSqm", "contactLimit", "contactPeriodDays", "createdAt", "id", "name", "quietHours", "timezone") SELECT "areaSqm", "contactLimit", "contactPeriodDays", "createdAt", "id", "name", "quietHours", "timezone" FROM "Estate";
DROP TABLE "Estate";
ALTER TABLE "new_Estate" RENAME TO "Estate";
CREATE TABLE "new_Event" (
    "estateId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "household" TEXT,
    "worker" TEXT,
    "resolvedAt" BIGINT,
    "data" TEXT NOT NULL,
    "uncovered" BOOLEAN NOT NULL DEFAULT false,
    "hash" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "updatedAt" BIGINT NOT NULL,

    PRIMARY KEY ("estateId", "id")
);
INSERT INTO "new_Event" ("createdAt", "data", "estateId", "hash", "household", "id", "kind", "resolvedAt", "updatedAt", "worker") SELECT "createdAt", "data", "estateId", "hash", "household", "id", "kind", "resolvedAt", "updatedAt", "worker" FROM "Event";
DROP TABLE "Event";
ALTER TABLE "new_Event" RENAME TO "Event";
CREATE INDEX "Event_estateId_kind_resolvedAt_idx" ON "Event"("estateId", "kind", "resolvedAt");
CREATE INDEX "Event_estateId_uncovered_idx" ON "Event"("estateId", "uncovered");
CREATE INDEX "Event_estateId_worker_resolvedAt_idx" ON "Event"("estateId", "worker", "resolvedAt");
CREATE INDEX "Event_estateId_household_kind_idx" ON "Event"("estateId", "household", "kind");
CREATE TABLE "new_Record" (
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
    "topics" TEXT,
    "calledCipher" TEXT,
    "unfinished" BOOLEAN NOT NULL DEFAULT false,
    "chargeAsQuoted" BOOLEAN,
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
INSERT INTO "new_Record" ("at", "by", "clause", "confirmedAt", "confirmedBy", "corrects", "current", "estateId", "eventId", "grade", "grades", "household", "id", "kind", "method", "opinion", "policyId", "remark", "reviewed", "reviewedAt", "reviewedBy", "seq", "visitNo", "why") SELECT "at", "by", "clause", "confirmedAt", "confirmedBy", "corrects", "current", "estateId", "eventId", "grade", "grades", "household", "id", "kind", "method", "opinion", "policyId", "remark", "reviewed", "reviewedAt", "reviewedBy", "seq", "visitNo", "why" FROM "Record";
DROP TABLE "Record";
ALTER TABLE "new_Record" RENAME TO "Record";
CREATE INDEX "Record_estateId_current_at_idx" ON "Record"("estateId", "current", "at");
CREATE INDEX "Record_estateId_eventId_idx" ON "Record"("estateId", "eventId");
CREATE UNIQUE INDEX "Record_visitNo_seq_key" ON "Record"("visitNo", "seq");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "PolicyVersion_policyId_keptAt_idx" ON "PolicyVersion"("policyId", "keptAt");

-- CreateIndex
CREATE INDEX "Duty_nextAt_idx" ON "Duty"("nextAt");

-- CreateIndex
CREATE INDEX "Duty_estateId_status_due_idx" ON "Duty"("estateId", "status", "due");

-- CreateIndex
CREATE INDEX "Duty_assignee_status_idx" ON "Duty"("assignee", "status");

-- CreateIndex
CREATE INDEX "Duty_estateId_eventId_idx" ON "Duty"("estateId", "eventId");

-- CreateIndex
CREATE INDEX "Duty_visitNo_idx" ON "Duty"("visitNo");

-- CreateIndex
CREATE UNIQUE INDEX "Duty_estateId_policyId_clause_item_startedBy_key" ON "Duty"("estateId", "policyId", "clause", "item", "startedBy");

-- CreateIndex
CREATE INDEX "Attempt_estateId_at_idx" ON "Attempt"("estateId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "Attempt_visitNo_number_key" ON "Attempt"("visitNo", "number");

-- CreateIndex
CREATE UNIQUE INDEX "Rain_estateId_endedAt_key" ON "Rain"("estateId", "endedAt");

-- CreateIndex
CREATE INDEX "Theme_estateId_quarter_idx" ON "Theme"("estateId", "quarter");

-- CreateIndex
CREATE INDEX "AgreedAnswer_estateId_removedAt_idx" ON "AgreedAnswer"("estateId", "removedAt");

-- CreateIndex
CREATE INDEX "Absence_userid_until_idx" ON "Absence"("userid", "until");

-- CreateIndex
CREATE INDEX "Anchor_estateId_at_idx" ON "Anchor"("estateId", "at");

-- CreateIndex
CREATE INDEX "Visit_joinedTo_idx" ON "Visit"("joinedTo");

-- CreateIndex
CREATE INDEX "Visit_estateId_policyId_clause_due_idx" ON "Visit"("estateId", "policyId", "clause", "due");

