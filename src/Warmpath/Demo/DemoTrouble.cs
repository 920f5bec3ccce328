using Warmpath.Mock;
using Warmpath.Mock.Faults;

namespace Warmpath.Demo;

/// <summary>What goes wrong at providers, in turn and for ever: each trouble passes, so that recovery can be seen too.</summary>
internal sealed class DemoTrouble(MockServer mock, TimeProvider time)
{
    private static readonly TimeSpan Peace = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Trouble = TimeSpan.FromSeconds(20);

    private static readonly Fault[] Troubles =
    [
        new(FaultName.RateLimit) { Organization = "acme", Times = 2, RetryAfter = 6 },
        new(FaultName.Credit400) { Organization = "globex" },
        new(FaultName.Overloaded529) { Organization = "initech", Times = 4 },
        new(FaultName.StreamErrorFirst) { Organization = "acme", Times = 2 },
        new(FaultName.RateLimit) { Organization = "initech", Times = 1, RetryAfter = 40 },
    ];

    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var trouble in Troubles)
            {
                await Task.Delay(Peace, time, cancellationToken);
                mock.Faults.Add(trouble);
                await Task.Delay(Trouble, time, cancellationToken);
                mock.Faults.Clear(); // paid, repaired, or passed by itself
            }
        }
    }
}
