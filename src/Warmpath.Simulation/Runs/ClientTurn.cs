using Warmpath.Routing;

namespace Warmpath.Simulation.Runs;

/// <summary>A client's way through one request: it tries, backs off and tries again as simulation.md says ("Clients"), until it is answered.</summary>
internal sealed class ClientTurn(SimulatedGateway gateway, RequestRecord record, Func<DateTimeOffset, RoutingRequest> arrive, SeededRandom random, Action<RequestRecord> ended)
{
    /// <summary>Half a day of a user's patience: a request that nobody will ever admit must not keep the run from ending.</summary>
    private const int MostReturns = 500;

    private readonly ClientPatience _patience = new(random);

    public void Issue()
    {
        record.IssuedAt = gateway.Loop.Now;
        Try();
    }

    private void Try() => new Visit(gateway, record, arrive(gateway.Loop.Now), Left).Begin();

    private void Left(ClientOutcome outcome, DateTimeOffset endedAt)
    {
        var loop = gateway.Loop;
        record.EndedAt = endedAt;
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

        if (_patience.Returns < MostReturns)
        {
            loop.Plan(loop.Now + _patience.Pause(outcome.RetryAfter), Try);
        }
        else
        {
            ended(record);
        }
    }
}
