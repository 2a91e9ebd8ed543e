-- AlterTable
ALTER TABLE "Duty" ADD COLUMN "followUp" INTEGER;

-- What duties there are of follow-ups are steps of their cases.
UPDATE "Duty" SET "followUp" = CAST(substr("startedBy", instr("startedBy", 'follow-up:') + 10) AS INTEGER)
WHERE instr("startedBy", 'follow-up:') > 0;

-- AlterTable
ALTER TABLE "FollowUp" ADD COLUMN "answer" TEXT;
ALTER TABLE "FollowUp" ADD COLUMN "closedBy" TEXT;
ALTER TABLE "FollowUp" ADD COLUMN "outcome" TEXT;
ALTER TABLE "FollowUp" ADD COLUMN "recheckNo" INTEGER;
ALTER TABLE "FollowUp" ADD COLUMN "round" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "Notice" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "estateId" TEXT NOT NULL,
    "form" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "followUp" INTEGER,
    "dutyNo" INTEGER,
    "eventId" TEXT,
    "household" TEXT,
    "recipient" TEXT NOT NULL,
    "matter" TEXT NOT NULL,
    "finding" TEXT,
    "wantedAt" BIGINT,
    "issuedAt" BIGINT NOT NULL,
    "issuedBy" TEXT NOT NULL,
    "answer" TEXT,
    "answeredAt" BIGINT,
    "answeredBy" TEXT
);

-- CreateIndex
CREATE INDEX "Notice_followUp_idx" ON "Notice"("followUp");

-- CreateIndex
CREATE INDEX "Notice_dutyNo_idx" ON "Notice"("dutyNo");

-- CreateIndex
CREATE UNIQUE INDEX "Notice_estateId_form_number_key" ON "Notice"("estateId", "form", "number");

-- CreateIndex
CREATE INDEX "Duty_followUp_idx" ON "Duty"("followUp");
