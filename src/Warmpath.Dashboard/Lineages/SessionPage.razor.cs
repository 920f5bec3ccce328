using Microsoft.AspNetCore.Components;
using Warmpath.Dashboard.Live;
using Warmpath.Gateway.Admin;
using Warmpath.Gateway.Clients;
using Warmpath.Storage;
using Warmpath.Storage.Ledger;

namespace Warmpath.Dashboard.Lineages;

/// <summary>One session: its conversations over time, where they live, and its last requests.</summary>
public partial class SessionPage(WarmpathStore store, ClientDirectory clients, TimeProvider time) : LiveComponent
{
    private const int MostLanes = 200;
    private const int MostRequests = 2000;
    private const int TableRows = 30;

    /// <summary>The oldest that the picture reaches back: a session that was taken up again days later would be a few dots.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(8);

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(3);

    private Lanes? _lanes;
    private LanePicture? _picture;
    private LedgerPage? _page;
    private HashSet<string?> _organizations = [];
    private IReadOnlyDictionary<string, string> _clients = new Dictionary<string, string>();
    private Mark? _mark;
    private bool _unknown;
    private DateTimeOffset _readAt;
    private long _requests;

    /// <summary>The session's id as the agent gave it.</summary>
    [Parameter]
    public required string Id { get; set; }

    private double? HitRate => _lanes!.Lineages.Sum(Prompt) is > 0 and var prompt // drawn only with lanes
        ? (double)_lanes.Lineages.Sum(lineage => lineage.CacheReadTokens) / prompt
        : null;

    private int Subagents => _lanes!.Lineages.Count(lineage => lineage.Agent is not null);

    private long Missed => _lanes!.Requests.Sum(request => request.Miss?.Tokens ?? 0);

    private string LastMove => _lanes!.Lineages.Select(lineage => lineage.LastMoveReason).FirstOrDefault(reason => reason is not null) is { } reason
        ? Plain.Line(reason)
        : "it was always served at home";

    protected override Task OnParametersSetAsync() => ReadAsync();

    protected override Task OnStatusAsync() =>
        time.GetUtcNow() - _readAt > Pace && Status!.Today.Requests != _requests ? ReadAsync() : Task.CompletedTask; // told with a status

    private static long Prompt(LineageSummary lineage) => lineage.InputTokens + lineage.CacheWriteTokens + lineage.CacheReadTokens;

    private async Task ReadAsync()
    {
        (_readAt, _requests) = (time.GetUtcNow(), Status?.Today.Requests ?? 0);
        var known = await store.ListLineagesAsync(Id, before: null, MostLanes, Gone);
        _unknown = known.Count == 0;
        if (_unknown)
        {
            return;
        }

        var last = known.Max(lineage => lineage.LastAt);
        var first = known.Min(lineage => lineage.FirstAt);
        var from = last - first > Longest ? last - Longest : first;
        var to = last + TimeSpan.FromSeconds(Math.Max(10, (last - from).TotalSeconds / 20)); // room for the last answer
        _lanes = await store.ReadLanesAsync(from, to, Id, MostLanes, MostRequests, Gone);
        _clients = clients.All.ToDictionary(client => client.Id, client => client.Name);
        _picture = LanePicture.Draw(_lanes, from, to);
        _organizations = [.. _lanes.Requests.Select(request => request.Organization)];
        _page = await store.QueryAsync(new LedgerQuery(Limit: TableRows, Session: Id), Gone);
    }
}
