-- CreateTable
CREATE TABLE "Arrival" (
    "id" SERIAL NOT NULL,
    "receivedAt" BIGINT NOT NULL,
    "count" INTEGER NOT NULL,
    "body" TEXT NOT NULL,

    CONSTRAINT "Arrival_pkey" PRIMARY KEY ("id")
);
