using Warmpath.Mock;
using Warmpath.Mock.Accounts;
using Warmpath.Routing;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Limits;
using Warmpath.Storage;
using Warmpath.Storage.Keys;
using Warmpath.Storage.Ledger;

namespace Warmpath.Pages;

/// <summary>A gateway's data after a month of much use.</summary>
internal static class Crowd
{
    public const int Lineages = 5000;

    private const int AtOnce = 5000;
    private const int Clients = 50;

    private static readonly Dictionary<string, LimitSettings> Wide = new() { ["*"] = new LimitSettings(1_000_000, 1_000_000_000, 1_000_000_000) };

    public static IReadOnlyList<MockOrganization> Organizations { get; } =
        [.. Enumerable.Range(1, 50).Select(number => new MockOrganization($"org-{number}") { Limits = Wide, Keys = 10 })];

    /// <summary>Adds the mock's keys and writes the ledger: a month of requests, the newest of each lineage within the last hour.</summary>
    public static async Task FillAsync(string folder, MockServer mock, int rows)
    {
        await using var store = await WarmpathStore.OpenAsync(new StoreOptions(folder, null), TimeProvider.System, CancellationToken.None);
        var now = DateTimeOffset.UtcNow;
        var keys = mock.Keys.Select(key => new StoredKey(
            new KeyConfig
            {
                Id = new KeyId($"key_{key.Name}"), Name = key.Name, Provider = "anthropic", BaseUrl = mock.BaseUrl, OrganizationName = key.Organization.Name,
                DiscoveredOrganizationId = $"id of {key.Organization.Name}", DiscoveredWorkspaceId = $"workspace of {key.Organization.Name}",
            },
            key.Secret, "sk-ant-…", now.AddDays(-30))).ToList();
        foreach (var key in keys)
        {
            await store.AddKeyAsync(key, CancellationToken.None);
        }

        var month = TimeSpan.FromDays(30);
        for (var first = 0; first < rows; first += AtOnce)
        {
            var count = Math.Min(AtOnce, rows - first);
            await Task.WhenAll(Enumerable.Range(first, count).Select(number => store.WriteAsync(Row(number, rows, keys, now - (month * ((rows - number) / (double)rows))))));
        }
    }

    private static LedgerRow Row(int number, int rows, List<StoredKey> keys, DateTimeOffset at)
    {
        // Of the last hour's worth each lineage has one at least, whatever the count.
        var lineage = number % Lineages;
        var recent = rows - number <= Lineages;
        var key = keys[lineage % keys.Count].Config;
        var read = 20_000 + (number % 40_000);
        return new LedgerRow
        {
            Id = $"wreq_{number:x32}",
            At = recent ? DateTimeOffset.UtcNow.AddMinutes(-(rows - number) % 50) : at,
            Client = $"client_{lineage % Clients}",
            Kind = "messages",
            Model = "claude-sonnet-5-5",
            Stream = true,
            Session = $"session-{lineage / 3}",
            Agent = lineage % 3 == 0 ? null : $"agent-{lineage}",
            Lineage = $"lineage-{lineage}",
            Key = key.Id.Value,
            KeyName = key.Name,
            Organization = key.DiscoveredOrganizationId,
            Workspace = key.DiscoveredWorkspaceId,
            Decision = number % 50 == 0 ? "migrated" : "sticky",
            Reason = "its cache is warm there",
            Attempts = [new LedgerAttempt(key.Id.Value, key.Name, 200, "ok", 900)],
            Status = 200,
            End = EndState.Complete,
            Usage = new Usage(500, 1500, 0, read, 300),
            CostNanodollars = 20_000_000,
            FirstByteMilliseconds = 700,
            DurationMilliseconds = 3000,
            RequestBytes = 90_000,
            Tip = (UInt128)(uint)lineage,
        };
    }
}
