CREATE TABLE "counterfactual_hours" (
    "hour" INTEGER NOT NULL,
    "way" TEXT NOT NULL,
    "requests" INTEGER NOT NULL,
    "input" INTEGER NOT NULL,
    "cache_write5m" INTEGER NOT NULL,
    "cache_write1h" INTEGER NOT NULL,
    "cache_read" INTEGER NOT NULL,
    "output" INTEGER NOT NULL,
    "cost_nanodollars" INTEGER NOT NULL,
    "stalls" INTEGER NOT NULL,
    "stalled_milliseconds" INTEGER NOT NULL,
    CONSTRAINT "PK_counterfactual_hours" PRIMARY KEY ("hour", "way")
);
