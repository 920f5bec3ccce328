using System.Globalization;
using Microsoft.AspNetCore.Components;
using Warmpath.Dashboard.Live;
using Warmpath.Storage;
using Warmpath.Storage.Events;

namespace Warmpath.Dashboard.Events;

/// <summary>Moves, throttles, outages, recoveries, and what people changed; the newest come in by themselves.</summary>
public partial class EventsPage(WarmpathStore store) : LiveComponent
{
    private const int PageSize = 60;

    private IReadOnlyList<StoredEvent> _events = [];

    /// <summary>Id of the last event of the page before.</summary>
    [SupplyParameterFromQuery]
    public long? After { get; set; }

    /// <summary>Name of an <see cref="EventGroup"/>; all when absent or unknown.</summary>
    [SupplyParameterFromQuery]
    public string? Show { get; set; }

    private EventGroup Group => EventGroup.All.FirstOrDefault(group => group.Name == Show) ?? EventGroup.All[0];

    protected override Task OnParametersSetAsync() => ReadAsync();

    protected override Task OnStatusAsync() => After is null ? ReadAsync() : Task.CompletedTask;

    private async Task ReadAsync() => _events = await store.ListEventsAsync(After, PageSize, Gone, Group.Kinds);

    private string Place(long? after)
    {
        var show = Group.Kinds.Count == 0 ? "" : $"show={Group.Name}";
        var from = after is { } id ? string.Create(CultureInfo.InvariantCulture, $"after={id}") : "";
        return "/events" + (show.Length + from.Length == 0 ? "" : "?" + string.Join('&', new[] { show, from }.Where(part => part.Length > 0)));
    }

    // A move's subject is a lineage: client, session and perhaps agent.
    private static string? SessionOf(StoredEvent happened) =>
        happened.Kind == "moved" && happened.Subject.Split('/') is [_, var session, ..] && !session.StartsWith('~') ? session : null;
}
