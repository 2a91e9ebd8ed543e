-- AlterTable
ALTER TABLE "Estate" ADD COLUMN "visitHours" TEXT NOT NULL DEFAULT '[["09:00","12:00"],["14:00","18:00"]]';
