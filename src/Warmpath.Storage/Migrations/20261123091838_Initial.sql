CREATE TABLE "clients" (
    "id" TEXT NOT NULL CONSTRAINT "PK_clients" PRIMARY KEY,
    "name" TEXT NOT NULL,
    "token_hash" BLOB NOT NULL,
    "hint" TEXT NOT NULL,
    "options" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL
);

CREATE TABLE "events" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_events" PRIMARY KEY AUTOINCREMENT,
    "at" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "actor" TEXT NULL
);

CREATE TABLE "hours" (
    "hour" INTEGER NOT NULL,
    "client" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "requests" INTEGER NOT NULL,
    "errors" INTEGER NOT NULL,
    "cancelled" INTEGER NOT NULL,
    "rate_limits_absorbed" INTEGER NOT NULL,
    "moves" INTEGER NOT NULL,
    "waits" INTEGER NOT NULL,
    "input" INTEGER NOT NULL,
    "cache_write5m" INTEGER NOT NULL,
    "cache_write1h" INTEGER NOT NULL,
    "cache_read" INTEGER NOT NULL,
    "output" INTEGER NOT NULL,
    "cost_nanodollars" INTEGER NOT NULL,
    CONSTRAINT "PK_hours" PRIMARY KEY ("hour", "client", "key", "model")
);

CREATE TABLE "key_ring" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_key_ring" PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "xml" TEXT NOT NULL
);

CREATE TABLE "keys" (
    "id" TEXT NOT NULL CONSTRAINT "PK_keys" PRIMARY KEY,
    "config" TEXT NOT NULL,
    "secret" BLOB NOT NULL,
    "hint" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL
);

CREATE TABLE "lineages" (
    "lineage" TEXT NOT NULL CONSTRAINT "PK_lineages" PRIMARY KEY,
    "client" TEXT NOT NULL,
    "session" TEXT NULL,
    "agent" TEXT NULL,
    "model" TEXT NULL,
    "key" TEXT NULL,
    "key_name" TEXT NULL,
    "organization" TEXT NULL,
    "workspace" TEXT NULL,
    "tip" BLOB NULL,
    "served_at" INTEGER NULL,
    "first_at" INTEGER NOT NULL,
    "last_at" INTEGER NOT NULL,
    "requests" INTEGER NOT NULL,
    "moves" INTEGER NOT NULL,
    "input" INTEGER NOT NULL,
    "cache_write" INTEGER NOT NULL,
    "cache_read" INTEGER NOT NULL,
    "output" INTEGER NOT NULL,
    "cost_nanodollars" INTEGER NOT NULL,
    "last_move_reason" TEXT NULL
);

CREATE TABLE "named_values" (
    "name" TEXT NOT NULL CONSTRAINT "PK_named_values" PRIMARY KEY,
    "value" BLOB NOT NULL
);

CREATE TABLE "requests" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_requests" PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "client" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "model" TEXT NULL,
    "stream" INTEGER NOT NULL,
    "session" TEXT NULL,
    "agent" TEXT NULL,
    "lineage" TEXT NULL,
    "key" TEXT NULL,
    "key_name" TEXT NULL,
    "organization" TEXT NULL,
    "workspace" TEXT NULL,
    "decision" TEXT NOT NULL,
    "reason" TEXT NULL,
    "runner_up" TEXT NULL,
    "expected_cost" REAL NULL,
    "runner_up_cost" REAL NULL,
    "expected_read" INTEGER NULL,
    "expected_write5m" INTEGER NULL,
    "expected_write1h" INTEGER NULL,
    "expected_fresh" INTEGER NULL,
    "attempts" TEXT NOT NULL,
    "wait_milliseconds" INTEGER NOT NULL,
    "status" INTEGER NOT NULL,
    "end_state" TEXT NOT NULL,
    "error_type" TEXT NULL,
    "input" INTEGER NULL,
    "cache_write5m" INTEGER NULL,
    "cache_write1h" INTEGER NULL,
    "cache_read" INTEGER NULL,
    "output" INTEGER NULL,
    "cost_nanodollars" INTEGER NOT NULL,
    "first_byte_milliseconds" INTEGER NULL,
    "duration_milliseconds" INTEGER NOT NULL,
    "request_bytes" INTEGER NOT NULL,
    "upstream_request_id" TEXT NULL,
    "tip" BLOB NULL,
    "touches" BLOB NULL
);

CREATE INDEX "IX_events_at" ON "events" ("at");

CREATE INDEX "IX_lineages_last_at" ON "lineages" ("last_at");

CREATE INDEX "IX_lineages_session_last_at" ON "lineages" ("session", "last_at");

CREATE INDEX "IX_requests_at" ON "requests" ("at");

CREATE UNIQUE INDEX "IX_requests_id" ON "requests" ("id");

CREATE INDEX "IX_requests_key_sequence" ON "requests" ("key", "sequence");

CREATE INDEX "IX_requests_lineage_sequence" ON "requests" ("lineage", "sequence");

CREATE INDEX "IX_requests_session_sequence" ON "requests" ("session", "sequence");
