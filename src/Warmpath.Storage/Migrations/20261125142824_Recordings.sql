CREATE TABLE "recorded_blocks" (
    "digest" BLOB NOT NULL CONSTRAINT "PK_recorded_blocks" PRIMARY KEY,
    "before" BLOB NULL,
    "prefix_tokens" INTEGER NOT NULL,
    "is_counted" INTEGER NOT NULL,
    "seen_at" INTEGER NOT NULL
);

CREATE TABLE "recordings" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_recordings" PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "client" TEXT NOT NULL,
    "session" TEXT NOT NULL,
    "agent" TEXT NULL,
    "parent_agent" TEXT NULL,
    "lineage" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "arrived_at" INTEGER NOT NULL,
    "sent_at" INTEGER NOT NULL,
    "ended_at" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "tip" BLOB NOT NULL,
    "markers" BLOB NOT NULL,
    "output_tokens" INTEGER NOT NULL
);

CREATE INDEX "IX_recorded_blocks_seen_at" ON "recorded_blocks" ("seen_at");

CREATE INDEX "IX_recordings_arrived_at" ON "recordings" ("arrived_at");
