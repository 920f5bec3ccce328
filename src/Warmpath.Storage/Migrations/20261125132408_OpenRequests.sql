CREATE TABLE "open_requests" (
    "id" TEXT NOT NULL CONSTRAINT "PK_open_requests" PRIMARY KEY,
    "request" TEXT NOT NULL
);
