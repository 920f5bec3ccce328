using Warmpath.Routing;
using Warmpath.Routing.Deciding;
using Warmpath.Routing.Health;

namespace Warmpath.Simulation.Runs;

/// <summary>The gateway's free checks: once a second it asks again on behalf of keys that no request can bring back.</summary>
internal sealed class FreeChecks(EventLoop loop, Router router, Upstream upstream)
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private bool _running;

    /// <summary>Something failed: checks may become due.</summary>
    public void Expect()
    {
        if (!_running)
        {
            _running = true;
            loop.Plan(loop.Now + Pace, Look);
        }
    }

    private void Look()
    {
        var keys = router.View(loop.Now).Keys;
        foreach (var due in router.DueChecks(loop.Now))
        {
            var key = keys.Single(view => view.Config.Id == due).Config;
            var outage = upstream.OutageOf(key.Name, loop.Now);
            var failure = outage is null or { Begins: true } ? null : Failures.Of(outage); // a check has no stream that could break off
            loop.Plan(loop.Now + upstream.LatencyOf(null), () => router.Checked(due, ResponseFacts.None, failure, loop.Now));
        }

        _running = keys.Any(key => key.Status is KeyStatus.OutOfCredit or KeyStatus.Invalid or KeyStatus.Overloaded or KeyStatus.Unreachable);
        if (_running)
        {
            loop.Plan(loop.Now + Pace, Look);
        }
    }
}
