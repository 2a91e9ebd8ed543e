-- AlterTable
ALTER TABLE "Outbox" ADD COLUMN     "estateId" TEXT;
