using Spectre.Console;
using Warmpath.Gateway.Admin;
using Warmpath.Gateway.Admin.Keys;
using Warmpath.Gateway.Admin.Status;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;

namespace Warmpath.Cli.Keys;

/// <summary>Keys in a table, grouped by organization: those that share one limit stand together.</summary>
internal static class KeyListing
{
    public static void Write(Terminal terminal, IReadOnlyList<KeyJson> keys)
    {
        if (keys.Count == 0)
        {
            terminal.Out.WriteLine("No keys yet. Add one with warmpath key add NAME.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("Organization", "Key", "State", "Workspace", "Headroom", "Secret", "Base URL");
        var named = keys.Any(key => key.Provider != Providers.Anthropic);
        if (named)
        {
            table.AddColumn("Provider");
        }

        var now = terminal.Time.GetUtcNow();
        foreach (var organization in keys.GroupBy(SharedBy).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            string? shared = null;
            foreach (var key in organization)
            {
                // A workspace may have lower limits than its organization.
                var headroom = Headroom(key);
                string[] row =
                [
                    shared is null ? Escaped.Text(KeyWords.Name(key.Organization)) : "", Escaped.Text(key.Name), State(key, now), Escaped.Text(KeyWords.Name(key.Workspace)),
                    headroom == shared ? "" : headroom, Escaped.Text(key.Hint), Escaped.Text(key.BaseUrl),
                ];
                table.AddRow(named ? [.. row, Providers.NameOf(key.Provider)] : row);
                shared ??= headroom;
            }
        }

        terminal.Tables().Write(table);
    }

    /// <summary>Why keys do not serve, and what to do where a person is needed: a line each.</summary>
    public static void WriteTroubles(Terminal terminal, IReadOnlyList<KeyJson> keys)
    {
        foreach (var key in keys.Where(key => key is { State: not KeyStatus.Healthy, StateReason: not null }))
        {
            terminal.Out.WriteLine(Plain.Line($"{key.Name} is {AdminNames.Of(key.State)}: {key.StateReason}. {Cures.Of(key.State)}".TrimEnd()));
        }
    }

    /// <summary>Such as <c>throttled, ends in 12 s</c>; red only where a person is needed.</summary>
    public static string State(KeyJson key, DateTimeOffset now)
    {
        var text = AdminNames.Of(key.State) + (key.Until is { } until ? $", ends {Plain.When(until, now)}" : "");
        return key.State switch
        {
            KeyStatus.Healthy => $"[green]{text}[/]",
            KeyStatus.OutOfCredit or KeyStatus.Invalid or KeyStatus.Unreachable => $"[red]{text}[/]",
            _ => $"[yellow]{text}[/]",
        };
    }

    // Keys whose organization nobody has named yet share nothing that is known; a name that people gave holds at one base URL.
    private static string SharedBy(KeyJson key) => key.Organization switch
    {
        { Id: null } => $"\n{key.Id}",
        { Discovered: true, Id: var id } => id,
        { Id: var name } => $"{name}\n{key.BaseUrl}",
    };

    private static string Headroom(KeyJson key) => string.Join('\n', key.Headroom.Where(pool => pool.Value.InputTokens is not null || pool.Value.Requests is not null).Select(pool => Escaped.Text(
        $"{pool.Key}: {Bucket(pool.Value.InputTokens, "input tokens")}{Bucket(pool.Value.Requests, "requests")}".TrimEnd(' ', ','))));

    private static string Bucket(BucketView? bucket, string what) =>
        bucket is null ? "" : $"{Plain.Count(bucket.Remaining)} of {Plain.Count(bucket.Limit)} {what}, ";
}
