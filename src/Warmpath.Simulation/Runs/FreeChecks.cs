using Warmpath.Routing;
using Warmpath.Routing.Deciding;

namespace Warmpath.Simulation.Runs;

/// <summary>The gateway's free checks: when one is due, it asks again on behalf of keys that no request can bring back.</summary>
internal sealed class FreeChecks(EventLoop loop, Router router, Upstream upstream)
{
    private DateTimeOffset? _planned;

    /// <summary>Something failed, or was checked: a check may become due.</summary>
    public void Expect()
    {
        if (router.NextCheckAt is { } next && next < DateTimeOffset.MaxValue && !(_planned <= next))
        {
            _planned = next;
            loop.Plan(next > loop.Now ? next : loop.Now, () => Look(next));
        }
    }

    private void Look(DateTimeOffset planned)
    {
        if (_planned != planned)
        {
            return; // an earlier one was planned since, and plans the next
        }

        _planned = null;
        var keys = router.View(loop.Now).Keys;
        foreach (var due in router.DueChecks(loop.Now))
        {
            var key = keys.Single(view => view.Config.Id == due).Config;
            var outage = upstream.OutageOf(key.Name, loop.Now);
            var failure = outage is null or { Begins: true } ? null : Failures.Of(outage); // a check has no stream that could break off
            loop.Plan(loop.Now + upstream.LatencyOf(null), () =>
            {
                router.Checked(due, ResponseFacts.None, failure, loop.Now);
                Expect();
            });
        }

        Expect();
    }
}
