using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Warmpath.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Misses : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "miss",
                table: "requests",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "missed_tokens",
                table: "requests",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_requests_client_sequence",
                table: "requests",
                columns: new[] { "client", "sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_requests_model_sequence",
                table: "requests",
                columns: new[] { "model", "sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_requests_organization_sequence",
                table: "requests",
                columns: new[] { "organization", "sequence" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_requests_client_sequence",
                table: "requests");

            migrationBuilder.DropIndex(
                name: "IX_requests_model_sequence",
                table: "requests");

            migrationBuilder.DropIndex(
                name: "IX_requests_organization_sequence",
                table: "requests");

            migrationBuilder.DropColumn(
                name: "miss",
                table: "requests");

            migrationBuilder.DropColumn(
                name: "missed_tokens",
                table: "requests");
        }
    }
}
