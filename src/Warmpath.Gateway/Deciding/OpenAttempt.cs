using Warmpath.Routing;
using Warmpath.Routing.Deciding;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;
using Warmpath.Routing.Outlines;

namespace Warmpath.Gateway.Deciding;

/// <summary>An attempt until it is closed: makes sure that the router hears of its end exactly once.</summary>
internal sealed class OpenAttempt(Router router, Attempt attempt, TimeProvider time) : IDisposable
{
    private bool _closed;

    public KeyConfig Key => attempt.Key;

    /// <summary>Whether other workspaces were asked before for what the request needs, and did not have it.</summary>
    public bool WasLookedFor => attempt.Ticket.WasLookedFor;

    /// <summary>Markers that are to live an hour by the gateway's choice.</summary>
    public IReadOnlyList<Breakpoint> HourMarkers => attempt.HourMarkers;

    /// <summary>The client has received a part of the answer: there is no second attempt from here on.</summary>
    public bool Committed { get; set; }

    /// <summary>What is known of the usage so far.</summary>
    public Usage? Usage { get; set; }

    public void Began(ResponseFacts facts) => router.Began(attempt, facts, time.GetUtcNow());

    public void Ended()
    {
        _closed = true;
        router.Ended(attempt, Usage, time.GetUtcNow());
    }

    public NextStep Failed(UpstreamFailure failure)
    {
        var step = router.Failed(attempt, failure, time.GetUtcNow());
        _closed = step != NextStep.TryInPlace;
        return step;
    }

    /// <summary>When nothing else has closed it, the client has left.</summary>
    public void Dispose()
    {
        if (_closed)
        {
            return;
        }

        if (Committed)
        {
            Ended();
        }
        else
        {
            _closed = true;
            router.Abandoned(attempt, time.GetUtcNow());
        }
    }
}
