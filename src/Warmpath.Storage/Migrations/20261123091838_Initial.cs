using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Warmpath.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "clients",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    token_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    hint = table.Column<string>(type: "TEXT", nullable: false),
                    options = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_clients", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "events",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    actor = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "hours",
                columns: table => new
                {
                    hour = table.Column<long>(type: "INTEGER", nullable: false),
                    client = table.Column<string>(type: "TEXT", nullable: false),
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    model = table.Column<string>(type: "TEXT", nullable: false),
                    requests = table.Column<long>(type: "INTEGER", nullable: false),
                    errors = table.Column<long>(type: "INTEGER", nullable: false),
                    cancelled = table.Column<long>(type: "INTEGER", nullable: false),
                    rate_limits_absorbed = table.Column<long>(type: "INTEGER", nullable: false),
                    moves = table.Column<long>(type: "INTEGER", nullable: false),
                    waits = table.Column<long>(type: "INTEGER", nullable: false),
                    input = table.Column<long>(type: "INTEGER", nullable: false),
                    cache_write5m = table.Column<long>(type: "INTEGER", nullable: false),
                    cache_write1h = table.Column<long>(type: "INTEGER", nullable: false),
                    cache_read = table.Column<long>(type: "INTEGER", nullable: false),
                    output = table.Column<long>(type: "INTEGER", nullable: false),
                    cost_nanodollars = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hours", x => new { x.hour, x.client, x.key, x.model });
                });

            migrationBuilder.CreateTable(
                name: "key_ring",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    xml = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_key_ring", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "keys",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    config = table.Column<string>(type: "TEXT", nullable: false),
                    secret = table.Column<byte[]>(type: "BLOB", nullable: false),
                    hint = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "lineages",
                columns: table => new
                {
                    lineage = table.Column<string>(type: "TEXT", nullable: false),
                    client = table.Column<string>(type: "TEXT", nullable: false),
                    session = table.Column<string>(type: "TEXT", nullable: true),
                    agent = table.Column<string>(type: "TEXT", nullable: true),
                    model = table.Column<string>(type: "TEXT", nullable: true),
                    key = table.Column<string>(type: "TEXT", nullable: true),
                    key_name = table.Column<string>(type: "TEXT", nullable: true),
                    organization = table.Column<string>(type: "TEXT", nullable: true),
                    workspace = table.Column<string>(type: "TEXT", nullable: true),
                    tip = table.Column<byte[]>(type: "BLOB", nullable: true),
                    served_at = table.Column<long>(type: "INTEGER", nullable: true),
                    first_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_at = table.Column<long>(type: "INTEGER", nullable: false),
                    requests = table.Column<long>(type: "INTEGER", nullable: false),
                    moves = table.Column<long>(type: "INTEGER", nullable: false),
                    input = table.Column<long>(type: "INTEGER", nullable: false),
                    cache_write = table.Column<long>(type: "INTEGER", nullable: false),
                    cache_read = table.Column<long>(type: "INTEGER", nullable: false),
                    output = table.Column<long>(type: "INTEGER", nullable: false),
                    cost_nanodollars = table.Column<long>(type: "INTEGER", nullable: false),
                    last_move_reason = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lineages", x => x.lineage);
                });

            migrationBuilder.CreateTable(
                name: "named_values",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    value = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_named_values", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "requests",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    client = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    model = table.Column<string>(type: "TEXT", nullable: true),
                    stream = table.Column<bool>(type: "INTEGER", nullable: false),
                    session = table.Column<string>(type: "TEXT", nullable: true),
                    agent = table.Column<string>(type: "TEXT", nullable: true),
                    lineage = table.Column<string>(type: "TEXT", nullable: true),
                    key = table.Column<string>(type: "TEXT", nullable: true),
                    key_name = table.Column<string>(type: "TEXT", nullable: true),
                    organization = table.Column<string>(type: "TEXT", nullable: true),
                    workspace = table.Column<string>(type: "TEXT", nullable: true),
                    decision = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    runner_up = table.Column<string>(type: "TEXT", nullable: true),
                    expected_cost = table.Column<double>(type: "REAL", nullable: true),
                    runner_up_cost = table.Column<double>(type: "REAL", nullable: true),
                    expected_read = table.Column<int>(type: "INTEGER", nullable: true),
                    expected_write5m = table.Column<int>(type: "INTEGER", nullable: true),
                    expected_write1h = table.Column<int>(type: "INTEGER", nullable: true),
                    expected_fresh = table.Column<int>(type: "INTEGER", nullable: true),
                    attempts = table.Column<string>(type: "TEXT", nullable: false),
                    wait_milliseconds = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<int>(type: "INTEGER", nullable: false),
                    end_state = table.Column<string>(type: "TEXT", nullable: false),
                    error_type = table.Column<string>(type: "TEXT", nullable: true),
                    input = table.Column<long>(type: "INTEGER", nullable: true),
                    cache_write5m = table.Column<long>(type: "INTEGER", nullable: true),
                    cache_write1h = table.Column<long>(type: "INTEGER", nullable: true),
                    cache_read = table.Column<long>(type: "INTEGER", nullable: true),
                    output = table.Column<long>(type: "INTEGER", nullable: true),
                    cost_nanodollars = table.Column<long>(type: "INTEGER", nullable: false),
                    first_byte_milliseconds = table.Column<long>(type: "INTEGER", nullable: true),
                    duration_milliseconds = table.Column<long>(type: "INTEGER", nullable: false),
                    request_bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    upstream_request_id = table.Column<string>(type: "TEXT", nullable: true),
                    tip = table.Column<byte[]>(type: "BLOB", nullable: true),
                    touches = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_requests", x => x.sequence);
                });

            migrationBuilder.CreateIndex(
                name: "IX_events_at",
                table: "events",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "IX_lineages_last_at",
                table: "lineages",
                column: "last_at");

            migrationBuilder.CreateIndex(
                name: "IX_lineages_session_last_at",
                table: "lineages",
                columns: new[] { "session", "last_at" });

            migrationBuilder.CreateIndex(
                name: "IX_requests_at",
                table: "requests",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "IX_requests_id",
                table: "requests",
                column: "id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_requests_key_sequence",
                table: "requests",
                columns: new[] { "key", "sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_requests_lineage_sequence",
                table: "requests",
                columns: new[] { "lineage", "sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_requests_session_sequence",
                table: "requests",
                columns: new[] { "session", "sequence" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "clients");

            migrationBuilder.DropTable(
                name: "events");

            migrationBuilder.DropTable(
                name: "hours");

            migrationBuilder.DropTable(
                name: "key_ring");

            migrationBuilder.DropTable(
                name: "keys");

            migrationBuilder.DropTable(
                name: "lineages");

            migrationBuilder.DropTable(
                name: "named_values");

            migrationBuilder.DropTable(
                name: "requests");
        }
    }
}
