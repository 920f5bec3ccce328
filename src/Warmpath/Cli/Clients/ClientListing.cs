using Spectre.Console;
using Warmpath.Gateway.Admin;
using Warmpath.Gateway.Admin.Clients;
using Warmpath.Gateway.Budgets;
using Warmpath.Storage.Clients;

namespace Warmpath.Cli.Clients;

/// <summary>Clients as a table: what each has spent, and of how much, and its other bounds.</summary>
internal static class ClientListing
{
    public static void Write(Terminal terminal, IEnumerable<ClientJson> clients)
    {
        var now = terminal.Time.GetUtcNow();
        var table = new Table().Border(TableBorder.Simple).AddColumns("Client", "Virtual key", "Today", "Week", "Month", "Limits", "Models", "State", "Since", "Id");
        foreach (var column in table.Columns.Where((_, place) => place is (>= 2 and <= 4) or 6 or 9)) // money, and what is copied
        {
            column.NoWrap();
        }

        foreach (var client in clients)
        {
            table.AddRow(
                Escaped.Text(client.Name), Escaped.Text(client.Hint), Money(client.Usage.Day), Money(client.Usage.Week), Money(client.Usage.Month),
                Limits(client.Limits), client.Models is null ? "all" : string.Join('\n', client.Models.Select(Escaped.Text)), State(client, now), Plain.When(client.CreatedAt, now), client.Id);
        }

        terminal.Tables().Write(table);
    }

    private static string Money(Spending spending) =>
        Plain.Cents((decimal)spending.Spent) + (spending.Budget is { } budget ? $" of {Plain.Cents((decimal)budget)}" : "");

    private static string Limits(ClientLimits? limits) => string.Join('\n', new[]
    {
        limits?.RequestsPerMinute is { } requests ? $"{Plain.Count(requests)} requests/min" : null,
        limits?.TokensPerMinute is { } tokens ? $"{Plain.Count(tokens)} tokens/min" : null,
        limits?.ConcurrentRequests is { } concurrent ? $"{Plain.Count(concurrent)} at once" : null,
    }.Where(limit => limit is not null).DefaultIfEmpty("none"));

    private static string State(ClientJson client, DateTimeOffset now) =>
        !client.Enabled ? "disabled"
        : client.ExpiresAt is not { } end ? "active"
        : end <= now ? "expired"
        : $"ends {Plain.When(end, now)}";
}
