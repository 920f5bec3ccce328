using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Warmpath.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Counterfactual : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "counterfactual_hours",
                columns: table => new
                {
                    hour = table.Column<long>(type: "INTEGER", nullable: false),
                    way = table.Column<string>(type: "TEXT", nullable: false),
                    requests = table.Column<long>(type: "INTEGER", nullable: false),
                    input = table.Column<long>(type: "INTEGER", nullable: false),
                    cache_write5m = table.Column<long>(type: "INTEGER", nullable: false),
                    cache_write1h = table.Column<long>(type: "INTEGER", nullable: false),
                    cache_read = table.Column<long>(type: "INTEGER", nullable: false),
                    output = table.Column<long>(type: "INTEGER", nullable: false),
                    cost_nanodollars = table.Column<long>(type: "INTEGER", nullable: false),
                    stalls = table.Column<long>(type: "INTEGER", nullable: false),
                    stalled_milliseconds = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_counterfactual_hours", x => new { x.hour, x.way });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "counterfactual_hours");
        }
    }
}
