using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Warmpath.Gateway.Admin;
using Warmpath.Gateway.Keys;
using Warmpath.Routing.Deciding;
using Warmpath.Storage.Events;

namespace Warmpath.Gateway.Events;

/// <summary>What happened to the fleet, and what people did to it: logged, and kept in the store for the event list.</summary>
/// <remarks>Both ways in return at once. At most 4,096 events wait for the store; beyond that the newest are in the log alone.</remarks>
public sealed class EventJournal(TimeProvider time, ILogger<EventJournal> logger)
{
    private readonly Channel<StoredEvent> _waiting =
        Channel.CreateBounded<StoredEvent>(new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>For the router, which calls it under its lock.</summary>
    public void Happened(RoutingEvent happened) =>
        Add(happened.At, AdminNames.Of(happened.Kind), happened.Subject, happened.Text, actor: null);

    /// <summary>A person changed something. <paramref name="kind"/> is such as <c>key_added</c>; the text is one plain sentence.</summary>
    /// <param name="by">Who did it, such as <c>admin</c>.</param>
    public void Done(string kind, string subject, string text, string by) => Add(time.GetUtcNow(), kind, subject, text, by);

    internal ChannelReader<StoredEvent> Waiting => _waiting.Reader;

    /// <summary>No more events come; what waits is still written.</summary>
    internal void Complete() => _waiting.Writer.TryComplete();

    private void Add(DateTimeOffset at, string kind, string subject, string text, string? actor)
    {
        logger.FleetChanged(kind, text);
        _waiting.Writer.TryWrite(new StoredEvent(0, at, kind, subject, text, actor));
    }
}
