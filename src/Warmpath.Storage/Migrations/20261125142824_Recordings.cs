using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Warmpath.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Recordings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "recorded_blocks",
                columns: table => new
                {
                    digest = table.Column<byte[]>(type: "BLOB", nullable: false),
                    before = table.Column<byte[]>(type: "BLOB", nullable: true),
                    prefix_tokens = table.Column<long>(type: "INTEGER", nullable: false),
                    is_counted = table.Column<bool>(type: "INTEGER", nullable: false),
                    seen_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_recorded_blocks", x => x.digest);
                });

            migrationBuilder.CreateTable(
                name: "recordings",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    client = table.Column<string>(type: "TEXT", nullable: false),
                    session = table.Column<string>(type: "TEXT", nullable: false),
                    agent = table.Column<string>(type: "TEXT", nullable: true),
                    parent_agent = table.Column<string>(type: "TEXT", nullable: true),
                    lineage = table.Column<string>(type: "TEXT", nullable: false),
                    model = table.Column<string>(type: "TEXT", nullable: false),
                    arrived_at = table.Column<long>(type: "INTEGER", nullable: false),
                    sent_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: false),
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    tip = table.Column<byte[]>(type: "BLOB", nullable: false),
                    markers = table.Column<byte[]>(type: "BLOB", nullable: false),
                    output_tokens = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_recordings", x => x.sequence);
                });

            migrationBuilder.CreateIndex(
                name: "IX_recorded_blocks_seen_at",
                table: "recorded_blocks",
                column: "seen_at");

            migrationBuilder.CreateIndex(
                name: "IX_recordings_arrived_at",
                table: "recordings",
                column: "arrived_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "recorded_blocks");

            migrationBuilder.DropTable(
                name: "recordings");
        }
    }
}
