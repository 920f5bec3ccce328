using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Warmpath.Gateway.Keys;
using Warmpath.Storage;
using Warmpath.Storage.Events;

namespace Warmpath.Gateway.Events;

/// <summary>Writes the journal to the store, one event after the other. While the store is in trouble they wait.</summary>
internal sealed class EventWriter(EventJournal journal, WarmpathStore store, TimeProvider time, ILogger<EventWriter> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        journal.Complete(); // ends the loop below once all is written
        if (ExecuteTask is { } writing)
        {
            await writing.WaitAsync(EndLimit, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var waiting in journal.Waiting.ReadAllAsync(stoppingToken))
        {
            while (!await TryKeepAsync(waiting, stoppingToken))
            {
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
    }

    /// <returns>False when the store is in trouble.</returns>
    private async Task<bool> TryKeepAsync(StoredEvent waiting, CancellationToken cancellationToken)
    {
        try
        {
            await store.AddEventAsync(waiting, cancellationToken);
        }
        catch (StoreException)
        {
            return false; // the ledger's writing meets the same trouble and tells it
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.EventNotKept(failure.GetType().Name);
        }

        return true;
    }
}
