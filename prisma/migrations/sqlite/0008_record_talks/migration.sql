-- AlterTable
ALTER TABLE "File" ADD COLUMN "label" TEXT;
ALTER TABLE "File" ADD COLUMN "sentBy" TEXT;

-- CreateTable
CREATE TABLE "RecordTalk" (
    "userid" TEXT NOT NULL,
    "visitNo" INTEGER NOT NULL,
    "session" TEXT NOT NULL,
    "open" BOOLEAN NOT NULL,
    "wakeAt" BIGINT,
    "updatedAt" BIGINT NOT NULL,

    PRIMARY KEY ("userid", "visitNo")
);

-- CreateIndex
CREATE INDEX "RecordTalk_userid_open_idx" ON "RecordTalk"("userid", "open");

-- CreateIndex
CREATE INDEX "RecordTalk_wakeAt_idx" ON "RecordTalk"("wakeAt");
