-- AlterTable
ALTER TABLE "File" ADD COLUMN "estateId" TEXT;
ALTER TABLE "File" ADD COLUMN "household" TEXT;
ALTER TABLE "File" ADD COLUMN "media" TEXT;
ALTER TABLE "File" ADD COLUMN "visitNo" INTEGER;

-- CreateIndex
CREATE INDEX "File_visitNo_idx" ON "File"("visitNo");
