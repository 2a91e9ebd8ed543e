-- CreateIndex
CREATE INDEX "Outbox_recipient_createdAt_idx" ON "Outbox"("recipient", "createdAt");
