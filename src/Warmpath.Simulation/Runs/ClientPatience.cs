using Warmpath.Routing;

namespace Warmpath.Simulation.Runs;

/// <summary>How long a client waits after an error before it tries again (simulation.md, "Clients"). One per request.</summary>
internal sealed class ClientPatience(SeededRandom random)
{
    private const int MostRetries = 10;
    private const double FirstPause = 0.5;
    private const double LongestPause = 8;
    private const double Jitter = 0.25;

    private static readonly TimeSpan LongestObeyed = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan UserComesBack = TimeSpan.FromSeconds(60);

    private int _retries;

    /// <summary>How often the client has given up and its user has come back.</summary>
    public int Returns { get; private set; }

    /// <param name="retryAfter">As the answer said; null when it did not.</param>
    public TimeSpan Pause(TimeSpan? retryAfter)
    {
        if (_retries == MostRetries)
        {
            _retries = 0;
            Returns++;
            return UserComesBack;
        }

        var retry = _retries++;
        return retryAfter is { } told && told > TimeSpan.Zero && told <= LongestObeyed
            ? told
            : TimeSpan.FromSeconds(Math.Min(FirstPause * Math.Pow(2, retry), LongestPause) * (1 - (Jitter * random.Unit())));
    }
}
