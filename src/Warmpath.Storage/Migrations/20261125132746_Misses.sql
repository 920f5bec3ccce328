ALTER TABLE "requests" ADD "miss" TEXT NULL;

ALTER TABLE "requests" ADD "missed_tokens" INTEGER NULL;

CREATE INDEX "IX_requests_client_sequence" ON "requests" ("client", "sequence");

CREATE INDEX "IX_requests_model_sequence" ON "requests" ("model", "sequence");

CREATE INDEX "IX_requests_organization_sequence" ON "requests" ("organization", "sequence");
