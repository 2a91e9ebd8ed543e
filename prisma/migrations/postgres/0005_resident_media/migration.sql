-- AlterTable
ALTER TABLE "File" ADD COLUMN     "estateId" TEXT,
ADD COLUMN     "household" TEXT,
ADD COLUMN     "media" TEXT,
ADD COLUMN     "visitNo" INTEGER;

-- CreateIndex
CREATE INDEX "File_visitNo_idx" ON "File"("visitNo");
