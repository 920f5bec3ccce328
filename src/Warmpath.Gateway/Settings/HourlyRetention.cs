using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Warmpath.Storage;

namespace Warmpath.Gateway.Settings;

/// <summary>Forgets what is older than the settings keep, once an hour.</summary>
/// <remarks>
/// A clock that leapt forward is believed an hour later: what a wrong one makes old would be gone when it is set right. While the machine's
/// clock is behind the gateway's own, since a leap proved false or somebody set it back, nothing is forgotten by the one that is ahead.
/// </remarks>
internal sealed class HourlyRetention(WarmpathStore store, LiveSettings settings, TimeProvider time, ILogger<HourlyRetention> logger) : BackgroundService
{
    private static readonly TimeSpan LongestLeap = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestAhead = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (last, lastAt) = (time.GetUtcNow(), time.GetTimestamp());
        using var hourly = new PeriodicTimer(TimeSpan.FromHours(1), time);
        while (await hourly.WaitForNextTickAsync(stoppingToken))
        {
            var (now, at) = (time.GetUtcNow(), time.GetTimestamp());
            if (time is SteadyTime { Ahead: var ahead } && ahead > LongestAhead)
            {
                (last, lastAt) = (now, at);
                logger.ClockIsAhead(ahead);
                continue;
            }

            var leap = now - last - time.GetElapsedTime(lastAt, at);
            (last, lastAt) = (now, at);
            if (leap > LongestLeap)
            {
                logger.ClockLeapt(leap);
                continue;
            }

            try
            {
                await store.PruneAsync(now.AddDays(-settings.Current.RetentionDays), stoppingToken);
                await store.PruneMadeIdsAsync(now, stoppingToken);
                await store.PruneRecordingAsync(now.AddDays(-settings.Current.RecordingDays), stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.NotForgotten(failure.GetType().Name);
            }
        }
    }
}
