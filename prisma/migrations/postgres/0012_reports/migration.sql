-- AlterTable
ALTER TABLE "File" ADD COLUMN     "reportId" INTEGER;

-- CreateTable
CREATE TABLE "Report" (
    "id" SERIAL NOT NULL,
    "estateId" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,
    "form" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "dutyNo" INTEGER,
    "since" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "todo" TEXT,
    "nextAt" BIGINT,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "approvedAt" BIGINT,
    "archivedAt" BIGINT,
    "keepUntil" BIGINT,
    "deletedAt" BIGINT,
    "createdAt" BIGINT NOT NULL,
    "updatedAt" BIGINT NOT NULL,

    CONSTRAINT "Report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReportVersion" (
    "reportId" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "final" BOOLEAN NOT NULL,
    "number" TEXT NOT NULL,
    "fileId" TEXT,
    "name" TEXT NOT NULL,
    "mime" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "paper" TEXT NOT NULL,
    "madeAt" BIGINT NOT NULL,

    CONSTRAINT "ReportVersion_pkey" PRIMARY KEY ("reportId","version","final")
);

-- CreateTable
CREATE TABLE "ReportStep" (
    "id" SERIAL NOT NULL,
    "reportId" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "step" INTEGER NOT NULL,
    "what" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "opinion" TEXT,

    CONSTRAINT "ReportStep_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Report_nextAt_idx" ON "Report"("nextAt");

-- CreateIndex
CREATE INDEX "Report_dutyNo_idx" ON "Report"("dutyNo");

-- CreateIndex
CREATE INDEX "Report_status_id_idx" ON "Report"("status", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Report_estateId_policyId_form_period_key" ON "Report"("estateId", "policyId", "form", "period");

-- CreateIndex
CREATE INDEX "ReportStep_reportId_idx" ON "ReportStep"("reportId");

-- CreateIndex
CREATE INDEX "File_reportId_idx" ON "File"("reportId");
