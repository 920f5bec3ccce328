using Microsoft.AspNetCore.Components;
using Warmpath.Dashboard.Live;
using Warmpath.Gateway.Admin;
using Warmpath.Gateway.Admin.Keys;
using Warmpath.Gateway.Admin.Status;
using Warmpath.Routing.Fleet;

namespace Warmpath.Dashboard.Overview;

/// <summary>One organization: the keys that share its limits, what is left of these, and how it fares.</summary>
public partial class OrganizationCard : StillComponent
{
    private const int MostWorkspaces = 4;
    private const int MostKeys = 6;
    private const string NotKnown = "not known yet";

    [Parameter, EditorRequired]
    public required OrganizationJson Organization { get; set; }

    /// <summary>The keys of the organization.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<KeyJson> Keys { get; set; }

    [Parameter, EditorRequired]
    public DateTimeOffset Now { get; set; }

    protected override IEnumerable<object?> Shown =>
    [
        Organization.Name, Organization.Id, Organization.Number, Organization.LineagesAtHome, Organization.Waiting, Organization.Today,
        .. Keys.Select(key => (key.Id, key.Name, key.Provider, key.Workspace, key.InFlight, KeyWords.State(key.State, key.Until, Now))),
        .. Organization.Headroom.Select(pool => (pool.Key, pool.Value)),
        .. Organization.Workspaces.SelectMany(workspace => workspace.Headroom.Select(pool => (workspace.Id, pool.Key, pool.Value))),
        .. Organization.RequestsPerMinute,
    ];

    private string HeadingId => $"organization-{Organization.Number}";

    private string Name => Plain.Line(Organization.Name ?? Organization.Id ?? (Keys.Count > 0 ? $"Organization of {Keys[0].Name}" : "Not known yet"));

    // What its provider calls it: keys of one organization are of one provider, whoever does not name things alike on purpose.
    private string Part => KeyWords.Workspace(Keys.Count > 0 ? Keys[0].Provider : Providers.Anthropic);

    private string Shares => (Keys.Count, Organization.Id) switch
    {
        (_, null) => "The first answer will tell which organization this is.",
        (1, _) => "One key.",
        (2, _) => "These two keys share one limit.",
        (var keys, _) => $"These {keys} keys share one limit.",
    };

    // Those that do not work come first: they are what one looks for.
    private List<IGrouping<string, KeyJson>> Workspaces =>
        [.. Keys.OrderBy(key => key.State == Routing.Health.KeyStatus.Healthy).GroupBy(key => key.Workspace.Id ?? NotKnown)];

    private IEnumerable<KeyValuePair<string, HeadroomJson>> LimitsOf(string workspace) => Organization.Workspaces
        .Where(own => (own.Id ?? NotKnown) == workspace)
        .SelectMany(own => own.Headroom)
        .OrderBy(pool => pool.Key, StringComparer.Ordinal);

    private static (string Name, BucketView? Bucket)[] Axes(HeadroomJson headroom) =>
        [("requests", headroom.Requests), ("input", headroom.InputTokens), ("output", headroom.OutputTokens)];
}
