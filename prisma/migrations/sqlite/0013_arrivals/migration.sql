-- CreateTable
CREATE TABLE "Arrival" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "receivedAt" BIGINT NOT NULL,
    "count" INTEGER NOT NULL,
    "body" TEXT NOT NULL
);
