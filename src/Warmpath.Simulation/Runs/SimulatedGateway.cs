using Warmpath.Routing;
using Warmpath.Routing.Deciding;

namespace Warmpath.Simulation.Runs;

/// <summary>What all visits of one run share: the router under test between the clients and the provider model.</summary>
internal sealed class SimulatedGateway(EventLoop loop, IRouter router, Upstream upstream)
{
    private long _attempts;

    public EventLoop Loop { get; } = loop;

    public IRouter Router { get; } = router;

    public Upstream Upstream { get; } = upstream;

    /// <summary>Null for routers of other gateways, which check nothing.</summary>
    public FreeChecks? Checks { get; } = router is Router own ? new(loop, own, upstream) : null;

    /// <summary>What a client is told that the router refuses.</summary>
    public ClientOutcome OutcomeOf(Refusal refusal) => Router is Router ? ClientOutcome.Of(refusal) : ClientOutcome.OfPeer(refusal);

    public long NextAttempt() => _attempts++;
}
