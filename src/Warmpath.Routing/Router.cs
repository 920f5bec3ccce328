using Warmpath.Routing.Catalog;
using Warmpath.Routing.Deciding;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;
using Warmpath.Routing.Lineages;
using Warmpath.Routing.Warmth;

namespace Warmpath.Routing;

/// <summary>Decides where each request goes and learns from what came back. The gateway and the simulator run this same code.</summary>
/// <remarks>
/// Thread-safe: one lock, held for microseconds and never across a request. It has no clock: every call brings its <c>now</c> (UTC),
/// and one that is earlier than the last is taken as the last.
/// </remarks>
public sealed class Router
{
    public Router(ModelCatalog catalog, RouterSettings settings, Action<RoutingEvent>? happened = null) =>
        throw new NotSupportedException();

    // ---- The way of one request ----

    /// <summary>Takes a request in. Every ticket must be given back with <see cref="Leave"/>.</summary>
    /// <param name="wake">Called, under the router's lock, when a held request should be decided again; may only signal.</param>
    public Ticket Enter(RoutingRequest request, Action? wake) => throw new NotSupportedException();

    /// <summary>Decides what to do with the request now; reserves the tokens when the answer is to send.</summary>
    public Decision Decide(Ticket ticket, DateTimeOffset now) => throw new NotSupportedException();

    /// <summary>2xx headers have arrived: pools are discovered, limits corrected, cache entries become readable.</summary>
    public void Began(Attempt attempt, ResponseFacts facts, DateTimeOffset now) => throw new NotSupportedException();

    /// <summary>Closing call. The answer was passed on to its end, or broke after the commit point: usage as far as known.</summary>
    public void Ended(Attempt attempt, Usage? usage, DateTimeOffset now) => throw new NotSupportedException();

    /// <summary>Closing call. The attempt failed before the commit point.</summary>
    public NextStep Failed(Attempt attempt, UpstreamFailure failure, DateTimeOffset now) => throw new NotSupportedException();

    /// <summary>Closing call. The client left before the commit point, or the gateway gave up: nobody is to blame.</summary>
    public void Abandoned(Attempt attempt, DateTimeOffset now) => throw new NotSupportedException();

    /// <summary>The request is over, however it ended.</summary>
    public void Leave(Ticket ticket, DateTimeOffset now) => throw new NotSupportedException();

    // ---- The fleet ----

    /// <summary>Adds a key, or replaces its configuration; requests on their way with the old one end undisturbed.</summary>
    public void SetKey(KeyConfig key, DateTimeOffset now) => throw new NotSupportedException();

    public void RemoveKey(KeyId key, DateTimeOffset now) => throw new NotSupportedException();

    /// <summary>What a free check of a key found (null failure: it works). Recovers it, or puts it into the state that the failure names.</summary>
    public void Checked(KeyId key, ResponseFacts facts, UpstreamFailure? failure, DateTimeOffset now) => throw new NotSupportedException();

    /// <summary>Keys whose state only a free check can end, and whose backoff is over. Each is named once per backoff.</summary>
    public IReadOnlyList<KeyId> DueChecks(DateTimeOffset now) => throw new NotSupportedException();

    public RouterSettings Settings { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public ModelCatalog Catalog { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public FleetView View(DateTimeOffset now) => throw new NotSupportedException();

    /// <summary>Puts back what the store kept of homes and warmth. Call once, after the keys were set and before the first request.</summary>
    public void Restore(IEnumerable<LineageRecord> lineages, IEnumerable<(KeyId Key, WarmTouch Touch)> warmth, DateTimeOffset now) =>
        throw new NotSupportedException();
}
