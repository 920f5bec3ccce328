using Microsoft.Extensions.Logging;
using Warmpath.Gateway.Traffic;
using Warmpath.Routing;
using Warmpath.Storage;

namespace Warmpath.Gateway.Recording;

/// <summary>Writes the ledger row of a request, exactly once.</summary>
internal sealed class Recorder(
    WarmpathStore store, Router router, GatewayMetrics metrics, RecentTraffic recent, TrafficFeed traffic, TimeProvider time, ILogger<Recorder> logger)
{
    /// <summary>A store whose trouble is not known yet holds an answer's last byte no longer; it keeps the row and writes it when it can.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>Notes how far a request has come, for the case that the process is killed; costs the request the making of a row.</summary>
    public void Note(Journal journal) => store.Note(journal.ToNote(router.Catalog));

    /// <summary>Completes when the row is in the store, or the store is late. Later calls for the same journal do nothing.</summary>
    public async Task RecordAsync(Journal journal)
    {
        if (!journal.Close())
        {
            return;
        }

        if (!Thread.CurrentThread.IsThreadPoolThread)
        {
            await Task.Yield(); // the store writes to a file: threads that serve sockets never wait for a disk
        }

        var row = journal.ToRow(router.Catalog);
        journal.Settle(row, router.Catalog);
        metrics.Record(row);
        recent.Add(row);
        traffic.Leave(journal, journal.ToServed(time.GetUtcNow()));
        logger.RequestEnded(row.Id, row.Kind, row.Model, row.Status, row.KeyName, row.Decision, row.DurationMilliseconds);
        var written = store.WriteAsync(row);
        if (store.IsLedgerFailing && !written.IsCompleted)
        {
            return; // the trouble is known and told: nobody waits for its end
        }

        try
        {
            if (!await written.WaitAsync(LongestWait, time))
            {
                logger.RowIsLost(row.Id);
            }
        }
        catch (TimeoutException)
        {
            logger.RowIsLate(row.Id);
        }
    }
}
