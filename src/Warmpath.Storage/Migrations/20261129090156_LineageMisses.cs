using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Warmpath.Storage.Migrations
{
    /// <inheritdoc />
    public partial class LineageMisses : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "hits",
                table: "lineages",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "last_miss_cause",
                table: "lineages",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "missed_tokens",
                table: "lineages",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "misses",
                table: "lineages",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            // What the ledger still has of them.
            migrationBuilder.Sql(
                """
                UPDATE lineages SET hits = known.hits, misses = known.misses, missed_tokens = known.missed_tokens
                FROM (
                    SELECT lineage, COUNT(NULLIF(cache_read, 0)) AS hits, COUNT(NULLIF(missed_tokens, 0)) AS misses, COALESCE(SUM(missed_tokens), 0) AS missed_tokens
                    FROM requests WHERE lineage IS NOT NULL GROUP BY lineage
                ) AS known WHERE known.lineage = lineages.lineage;
                """);
            migrationBuilder.Sql(
                """
                UPDATE lineages SET last_miss_cause = last.miss
                FROM (SELECT lineage, miss, MAX(sequence) FROM requests WHERE missed_tokens > 0 AND lineage IS NOT NULL GROUP BY lineage) AS last
                WHERE last.lineage = lineages.lineage;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "hits",
                table: "lineages");

            migrationBuilder.DropColumn(
                name: "last_miss_cause",
                table: "lineages");

            migrationBuilder.DropColumn(
                name: "missed_tokens",
                table: "lineages");

            migrationBuilder.DropColumn(
                name: "misses",
                table: "lineages");
        }
    }
}
