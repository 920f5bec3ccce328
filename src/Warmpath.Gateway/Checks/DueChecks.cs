using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Warmpath.Gateway.Keys;
using Warmpath.Routing;

namespace Warmpath.Gateway.Checks;

/// <summary>Runs the free checks that the router wants: of keys whose state nothing else ends.</summary>
/// <remarks>At most four at a time. The router names a key once per backoff, so a slow round delays checks but never doubles them.</remarks>
internal sealed class DueChecks(Router router, KeyCheck check, TimeProvider time, ILogger<DueChecks> logger) : BackgroundService
{
    private const int AtOnce = 4;

    /// <summary>So often it looks whether something new has gone wrong; what is due sooner is asked when it is due.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Pause(), time, stoppingToken);
            await RunAsync(stoppingToken);
        }
    }

    private TimeSpan Pause()
    {
        var milliseconds = router.NextCheckAt is { } next ? Math.Ceiling((next - time.GetUtcNow()).TotalMilliseconds) : double.MaxValue;
        return TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 1, Pace.TotalMilliseconds));
    }

    internal Task RunAsync(CancellationToken cancellationToken) => Parallel.ForEachAsync(
        router.DueChecks(time.GetUtcNow()),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
        RunOneAsync);

    private async ValueTask RunOneAsync(KeyId key, CancellationToken cancellationToken)
    {
        try
        {
            await check.RunAsync(key, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.CheckBroke(key.Value, failure.GetType().Name);
        }
    }
}
