using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Warmpath.Storage;

namespace Warmpath.Gateway.Recording;

/// <summary>Fills in the hour before the start while requests are served already: only pictures need it.</summary>
internal sealed class RecentTrafficLoading(
    RecentTraffic recent, WarmpathStore store, IHostApplicationLifetime host, TimeProvider time, ILogger<RecentTrafficLoading> logger) : BackgroundService
{
    private readonly DateTimeOffset _started = time.GetUtcNow();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await host.StartedAsync(stoppingToken);
        try
        {
            await recent.LoadAsync(store, _started, stoppingToken);
        }
        catch (StoreException trouble)
        {
            logger.RecentTrafficNotLoaded(trouble.Message);
        }
    }
}
