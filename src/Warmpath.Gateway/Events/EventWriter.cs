using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Warmpath.Gateway.Keys;
using Warmpath.Storage;

namespace Warmpath.Gateway.Events;

/// <summary>Writes the journal to the store, one event after the other.</summary>
internal sealed class EventWriter(EventJournal journal, WarmpathStore store, ILogger<EventWriter> logger) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        journal.Complete(); // ends the loop below once all is written
        if (ExecuteTask is { } writing)
        {
            await writing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var waiting in journal.Waiting.ReadAllAsync(stoppingToken))
        {
            try
            {
                await store.AddEventAsync(waiting, stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.EventNotKept(failure.GetType().Name);
            }
        }
    }
}
