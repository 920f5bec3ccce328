using System.Globalization;
using System.Text;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Outlines;
using Warmpath.Routing.Warmth;
using Warmpath.Storage.Clients;
using Warmpath.Storage.Keys;
using Warmpath.Storage.Ledger;

namespace Warmpath.Storage.Tests;

/// <summary>Values that tests start from.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static StoredKey Key(string id = "key_1", string secret = "sk-ant-api03-one", DateTimeOffset? createdAt = null) => new(
        new KeyConfig { Id = new(id), Name = "Team " + id, Provider = "anthropic", BaseUrl = "https://api.anthropic.com" },
        secret,
        "sk-ant-…" + secret[^4..],
        createdAt ?? Now);

    public static StoredClient Client(string id = "client_1", DateTimeOffset? createdAt = null) =>
        new(id, "Ada", Encoding.UTF8.GetBytes(id.PadRight(32, '.')), "wxyz", new ClientOptions(90), createdAt ?? Now);

    /// <summary>The sums of all whole hours that the span touches.</summary>
    public static async Task<LedgerTotals> SumAsync(this WarmpathStore store, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        (await store.ListKeyHoursAsync(from, to, cancellationToken)).Aggregate(default(LedgerTotals), (sum, hour) => sum + hour.Totals);

    public static LedgerRow Row(int number = 1, DateTimeOffset? at = null) => new()
    {
        Id = "wreq_" + number.ToString("D8", CultureInfo.InvariantCulture),
        At = at ?? Now,
        Client = "client_1",
        Kind = "messages",
        Model = "claude-sonnet-4-5",
        Key = "key_1",
        KeyName = "one",
        Session = "session_1",
        Lineage = "lineage_1",
        Status = 200,
        End = EndState.Complete,
        Attempts = [new("key_1", "one", 200, null, 12)],
    };

    /// <summary>A row that made its key the lineage's home.</summary>
    public static LedgerRow Served(int number, string key, UInt128 tip, DateTimeOffset? at = null) => Row(number, at) with
    {
        Key = key,
        KeyName = "Team " + key,
        Organization = "org of " + key,
        Workspace = "workspace of " + key,
        Tip = tip,
        Touches = [new WarmTouch(tip, CacheLifetime.OneHour, 50_000, at ?? Now)],
    };
}
