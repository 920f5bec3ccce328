CREATE TABLE "made_ids" (
    "id" TEXT NOT NULL CONSTRAINT "PK_made_ids" PRIMARY KEY,
    "key" TEXT NOT NULL,
    "organization" TEXT NULL,
    "workspace" TEXT NULL,
    "at" INTEGER NOT NULL,
    "until" INTEGER NULL
);

CREATE INDEX "IX_made_ids_until" ON "made_ids" ("until");
