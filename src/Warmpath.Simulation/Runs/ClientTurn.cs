using Warmpath.Routing;

namespace Warmpath.Simulation.Runs;

/// <summary>A client's way through one request: it tries, backs off and tries again as simulation.md says ("Clients"), until it is answered.</summary>
internal sealed class ClientTurn(SimulatedGateway gateway, RequestRecord record, Func<DateTimeOffset, RoutingRequest> arrive, SeededRandom random, Action<RequestRecord> ended)
{
    private const int MostRetries = 10;
    private const double FirstPause = 0.5;
    private const double LongestPause = 8;
    private const double Jitter = 0.25;

    private static readonly TimeSpan LongestObeyed = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan UserComesBack = TimeSpan.FromSeconds(60);

    /// <summary>Half a day of a user's patience: a request that nobody will ever admit must not keep the run from ending.</summary>
    private const int MostReturns = 500;

    private int _retries;
    private int _returns;

    public void Issue()
    {
        record.IssuedAt = gateway.Loop.Now;
        Try();
    }

    private void Try() => new Visit(gateway, record, arrive(gateway.Loop.Now), Left).Begin();

    private void Left(ClientOutcome outcome)
    {
        var loop = gateway.Loop;
        record.EndedAt = loop.Now;
        switch (outcome.Status)
        {
            case 200:
                ended(record);
                return;
            case 429:
                record.Client429s++;
                break;
            default:
                record.ClientErrors++;
                break;
        }

        if (_retries < MostRetries)
        {
            loop.Plan(loop.Now + Pause(outcome.RetryAfter), Try);
            _retries++;
        }
        else if (_returns < MostReturns)
        {
            loop.Plan(loop.Now + UserComesBack, Try);
            _retries = 0;
            _returns++;
        }
        else
        {
            ended(record);
        }
    }

    private TimeSpan Pause(TimeSpan? retryAfter) => retryAfter is { } told && told > TimeSpan.Zero && told <= LongestObeyed
        ? told
        : TimeSpan.FromSeconds(Math.Min(FirstPause * Math.Pow(2, _retries), LongestPause) * (1 - (Jitter * random.Unit())));
}
