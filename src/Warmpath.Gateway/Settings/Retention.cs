using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Warmpath.Storage;

namespace Warmpath.Gateway.Settings;

/// <summary>Forgets what is older than the settings keep, once an hour.</summary>
internal sealed class Retention(WarmpathStore store, LiveSettings settings, TimeProvider time, ILogger<Retention> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hourly = new PeriodicTimer(TimeSpan.FromHours(1), time);
        while (await hourly.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await store.PruneAsync(time.GetUtcNow().AddDays(-settings.Current.RetentionDays), stoppingToken);
                await store.PruneRecordingAsync(time.GetUtcNow().AddDays(-settings.Current.RecordingDays), stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.NotForgotten(failure.GetType().Name);
            }
        }
    }
}
