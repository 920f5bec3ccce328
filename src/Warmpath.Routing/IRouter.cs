using Warmpath.Routing.Deciding;
using Warmpath.Routing.Health;

namespace Warmpath.Routing;

/// <summary>The way of one request through routing. <see cref="Router"/> is the gateway's; the baselines of <c>simulate</c> are others.</summary>
public interface IRouter
{
    /// <summary>Takes a request in. Every ticket must be given back with <see cref="Leave"/>.</summary>
    /// <param name="wake">Called, under the router's lock, when a held request should be decided again; may only signal.</param>
    Ticket Enter(RoutingRequest request, Action? wake);

    /// <summary>Decides what to do with the request now; reserves the tokens when the answer is to send.</summary>
    Decision Decide(Ticket ticket, DateTimeOffset now);

    /// <summary>2xx headers have arrived: pools are discovered, limits corrected, cache entries become readable.</summary>
    void Began(Attempt attempt, ResponseFacts facts, DateTimeOffset now);

    /// <summary>Closing call. The answer was passed on to its end, or broke after the commit point: usage as far as known.</summary>
    void Ended(Attempt attempt, Usage? usage, DateTimeOffset now);

    /// <summary>The attempt failed before the commit point. Closes it, unless it is to be tried in place.</summary>
    NextStep Failed(Attempt attempt, UpstreamFailure failure, DateTimeOffset now);

    /// <summary>Closing call. The client left before the commit point, or the gateway gave up: nobody is to blame.</summary>
    void Abandoned(Attempt attempt, DateTimeOffset now);

    /// <summary>The request is over, however it ended.</summary>
    void Leave(Ticket ticket, DateTimeOffset now);
}
