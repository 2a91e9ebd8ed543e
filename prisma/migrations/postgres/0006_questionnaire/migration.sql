-- AlterTable
ALTER TABLE "Survey" ADD COLUMN     "questions" TEXT;
