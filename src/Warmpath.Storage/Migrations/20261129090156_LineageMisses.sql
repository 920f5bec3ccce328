ALTER TABLE "lineages" ADD "hits" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "lineages" ADD "last_miss_cause" TEXT NULL;

ALTER TABLE "lineages" ADD "missed_tokens" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "lineages" ADD "misses" INTEGER NOT NULL DEFAULT 0;

UPDATE lineages SET hits = known.hits, misses = known.misses, missed_tokens = known.missed_tokens
FROM (
    SELECT lineage, COUNT(NULLIF(cache_read, 0)) AS hits, COUNT(NULLIF(missed_tokens, 0)) AS misses, COALESCE(SUM(missed_tokens), 0) AS missed_tokens
    FROM requests WHERE lineage IS NOT NULL GROUP BY lineage
) AS known WHERE known.lineage = lineages.lineage;

UPDATE lineages SET last_miss_cause = last.miss
FROM (SELECT lineage, miss, MAX(sequence) FROM requests WHERE missed_tokens > 0 AND lineage IS NOT NULL GROUP BY lineage) AS last
WHERE last.lineage = lineages.lineage;
