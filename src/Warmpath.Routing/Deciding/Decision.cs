namespace Warmpath.Routing.Deciding;

/// <summary>What to do with a request now: <see cref="Send"/>, <see cref="Wait"/> or <see cref="Refuse"/>.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>Send it now; the tokens are reserved. The attempt must end in exactly one of the router's closing calls.</summary>
    public sealed record Send(Attempt Attempt) : Decision;

    /// <summary>Hold it; decide again at <paramref name="Until"/> (UTC) or when the ticket is woken, whichever comes first.</summary>
    public sealed record Wait(DateTimeOffset Until, string Reason) : Decision;

    /// <summary>Nobody can serve it in time.</summary>
    public sealed record Refuse(Refusal Refusal) : Decision;
}
