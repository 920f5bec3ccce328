namespace Warmpath.Routing.Deciding;

/// <summary>One request inside the router, from <see cref="Router.Enter"/> to <see cref="Router.Leave"/>.</summary>
/// <remarks>Its members are written by the router alone, under its lock.</remarks>
public sealed class Ticket
{
    internal Ticket(long sequence, RoutingRequest request, string lineage, Action? wake)
    {
        (Sequence, Request, Lineage, Wake) = (sequence, request, lineage, wake);
    }

    public RoutingRequest Request { get; }

    /// <summary>The lineage's id: client, session and agent, or the prefix chain where no id came.</summary>
    public string Lineage { get; }

    /// <summary>Order of arrival; waiters are served by it.</summary>
    internal long Sequence { get; }

    /// <summary>Called when what this request waits for may have happened; must not block or call the router.</summary>
    internal Action? Wake { get; }
}
