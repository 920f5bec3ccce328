using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Warmpath.Gateway.Keys;

/// <summary>Writes discovered pools to the store, off the way of the requests that revealed them.</summary>
internal sealed class DiscoveryWriter(KeyRing ring, ILogger<DiscoveryWriter> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var discovery in ring.Discoveries.ReadAllAsync(stoppingToken))
        {
            try
            {
                await ring.KeepAsync(discovery, stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // Not lost for long: the key's next response names its pools again.
                logger.DiscoveryNotKept(discovery.Key.Config.Name, failure.GetType().Name);
            }
        }
    }
}
