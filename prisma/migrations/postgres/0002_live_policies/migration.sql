-- AlterTable
ALTER TABLE "Draw" ADD COLUMN     "population" TEXT,
ADD COLUMN     "quota" TEXT,
ADD COLUMN     "required" INTEGER,
ADD COLUMN     "revealedAt" BIGINT,
ADD COLUMN     "short" INTEGER;

-- AlterTable
ALTER TABLE "Estate" ADD COLUMN     "dutyDays" TEXT NOT NULL DEFAULT 'null';

-- AlterTable
ALTER TABLE "Event" ADD COLUMN     "uncovered" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Household" ADD COLUMN     "keyReason" TEXT;

-- AlterTable
ALTER TABLE "Record" ADD COLUMN     "calledCipher" TEXT,
ADD COLUMN     "chargeAsQuoted" BOOLEAN,
ADD COLUMN     "topics" TEXT,
ADD COLUMN     "unfinished" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Resident" ADD COLUMN     "influentialAt" BIGINT,
ADD COLUMN     "influentialNote" TEXT;

-- AlterTable
ALTER TABLE "Visit" ADD COLUMN     "joinedTo" INTEGER,
ADD COLUMN     "outcome" TEXT,
ADD COLUMN     "outcomeAt" BIGINT,
ADD COLUMN     "replaces" INTEGER;

-- CreateTable
CREATE TABLE "PolicyVersion" (
    "version" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "keptAt" BIGINT NOT NULL,

    CONSTRAINT "PolicyVersion_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "Duty" (
    "no" SERIAL NOT NULL,
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
    "updatedAt" BIGINT NOT NULL,

    CONSTRAINT "Duty_pkey" PRIMARY KEY ("no")
);

-- CreateTable
CREATE TABLE "Attempt" (
    "id" SERIAL NOT NULL,
    "estateId" TEXT NOT NULL,
    "visitNo" INTEGER NOT NULL,
    "household" TEXT,
    "number" INTEGER NOT NULL,
    "channel" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "by" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "note" TEXT,

    CONSTRAINT "Attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Rain" (
    "id" SERIAL NOT NULL,
    "estateId" TEXT NOT NULL,
    "endedAt" BIGINT NOT NULL,
    "source" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,

    CONSTRAINT "Rain_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Theme" (
    "id" SERIAL NOT NULL,
    "estateId" TEXT NOT NULL,
    "quarter" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" BIGINT NOT NULL,

    CONSTRAINT "Theme_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AgreedAnswer" (
    "id" SERIAL NOT NULL,
    "estateId" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "removedAt" BIGINT,

    CONSTRAINT "AgreedAnswer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Absence" (
    "id" SERIAL NOT NULL,
    "userid" TEXT NOT NULL,
    "from" BIGINT NOT NULL,
    "until" BIGINT NOT NULL,
    "deputy" TEXT,
    "createdAt" BIGINT NOT NULL,

    CONSTRAINT "Absence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Anchor" (
    "id" SERIAL NOT NULL,
    "estateId" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "seq" INTEGER NOT NULL,
    "head" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "Anchor_pkey" PRIMARY KEY ("id")
);

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
CREATE INDEX "Event_estateId_uncovered_idx" ON "Event"("estateId", "uncovered");

-- CreateIndex
CREATE INDEX "Event_estateId_worker_resolvedAt_idx" ON "Event"("estateId", "worker", "resolvedAt");

-- CreateIndex
CREATE INDEX "Event_estateId_household_kind_idx" ON "Event"("estateId", "household", "kind");

-- CreateIndex
CREATE INDEX "Visit_joinedTo_idx" ON "Visit"("joinedTo");

-- CreateIndex
CREATE INDEX "Visit_estateId_policyId_clause_due_idx" ON "Visit"("estateId", "policyId", "clause", "due");

