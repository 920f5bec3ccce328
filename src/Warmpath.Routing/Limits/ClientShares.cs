namespace Warmpath.Routing.Limits;

/// <summary>What each client took from a pool lately, and how far one is ahead of the others.</summary>
/// <remarks>
/// In seconds that the pool needs to refill it, so that requests, input and output count by whichever is the scarcest for it.
/// It fades over a minute; who was not here for five of them is forgotten.
/// </remarks>
internal sealed class ClientShares
{
    private const double WindowSeconds = 60;

    /// <summary>What is left by then is less than a hundredth.</summary>
    private static readonly TimeSpan Presence = TimeSpan.FromSeconds(5 * WindowSeconds);

    private readonly Dictionary<string, (double Seconds, DateTimeOffset At)> _byClient = new(StringComparer.Ordinal);
    private DateTimeOffset _swept;

    /// <param name="seconds">Zero marks the client as present; less gives back.</param>
    public void Count(string client, double seconds, DateTimeOffset now)
    {
        Sweep(now);
        var before = _byClient.TryGetValue(client, out var share) ? Left(share, now) : 0;
        _byClient[client] = (Math.Max(0, before + seconds), now);
    }

    /// <summary>Clients that are remembered.</summary>
    public int Present => _byClient.Count;

    /// <summary>Seconds that the other clients present need on average to catch up with this one; 0 when it is alone or has taken the least.</summary>
    /// <param name="waiting">Seconds that its own requests before this one will take.</param>
    public double Lead(string client, double waiting, DateTimeOffset now)
    {
        var own = waiting + (_byClient.TryGetValue(client, out var share) ? Left(share, now) : 0);
        var (lead, others) = (0.0, 0);
        foreach (var (other, taken) in _byClient)
        {
            if (other != client && now - taken.At < Presence)
            {
                others++;
                lead += Math.Max(0, own - Left(taken, now));
            }
        }

        return others > 0 ? lead / others : 0;
    }

    private static double Left((double Seconds, DateTimeOffset At) share, DateTimeOffset now) =>
        now > share.At ? share.Seconds * Math.Exp(-(now - share.At).TotalSeconds / WindowSeconds) : share.Seconds;

    private void Sweep(DateTimeOffset now)
    {
        if (now - _swept < Presence)
        {
            return;
        }

        _swept = now;
        foreach (var (client, share) in _byClient)
        {
            if (now - share.At >= Presence)
            {
                _byClient.Remove(client);
            }
        }
    }
}
