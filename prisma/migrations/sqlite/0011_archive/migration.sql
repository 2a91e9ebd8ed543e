-- CreateTable
CREATE TABLE "Archive" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "estateId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "visitNo" INTEGER,
    "policyId" TEXT NOT NULL,
    "form" TEXT NOT NULL,
    "madeAt" BIGINT NOT NULL,
    "archivedAt" BIGINT NOT NULL,
    "archivedBy" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "keepUntil" BIGINT,
    "handOver" BOOLEAN NOT NULL DEFAULT false,
    "by" TEXT NOT NULL,
    "handedOverAt" BIGINT,
    "handedOverBy" TEXT,
    "handedOverTo" TEXT,
    "deletedAt" BIGINT
);

-- CreateIndex
CREATE UNIQUE INDEX "Archive_kind_subject_key" ON "Archive"("kind", "subject");

-- CreateIndex
CREATE INDEX "Archive_deletedAt_keepUntil_idx" ON "Archive"("deletedAt", "keepUntil");

-- CreateIndex
CREATE INDEX "Archive_visitNo_idx" ON "Archive"("visitNo");
