using Microsoft.Extensions.Logging;

namespace Warmpath.Storage.Ledger;

/// <summary>Event ids 3001 to 3099.</summary>
internal static partial class LedgerLog
{
    [LoggerMessage(3001, LogLevel.Error, "The ledger cannot be written; rows are kept in memory and tried again. {Fault}")]
    public static partial void LedgerFailing(this ILogger logger, string fault);

    [LoggerMessage(3002, LogLevel.Information, "The ledger is written again; {Pending} rows were waiting")]
    public static partial void LedgerRecovered(this ILogger logger, int pending);

    [LoggerMessage(3003, LogLevel.Error, "The ledger's row of request {Id} is refused by the database and lost: {Cause}")]
    public static partial void RowRefused(this ILogger logger, string id, string cause);

    [LoggerMessage(3004, LogLevel.Error, "The ledger could not be written before the end: {Kept} rows are kept for the next start, {Lost} are lost")]
    public static partial void NotWrittenAtEnd(this ILogger logger, int kept, int lost);

    [LoggerMessage(3005, LogLevel.Warning, "{Count} notes on requests under way are refused by the database: {Cause}")]
    public static partial void NotesRefused(this ILogger logger, int count, string cause);

    [LoggerMessage(3006, LogLevel.Warning,
        "The last run was ended in the middle: {Count} requests that were under way are in the ledger as interrupted; {Unreadable} could not be read")]
    public static partial void RequestsWereInterrupted(this ILogger logger, int count, int unreadable);

    [LoggerMessage(3007, LogLevel.Warning,
        "Requests that were under way when the last run was ended are not in the ledger yet; the next start on a store that can be written does it. {Fault}")]
    public static partial void InterruptedNotSettled(this ILogger logger, string fault);

    [LoggerMessage(3008, LogLevel.Warning, "A commit of the ledger took {Seconds:0.0} s: the disk of the data folder is slow or busy. No answer waits for it, and no more is said of it for a minute")]
    public static partial void CommitWasSlow(this ILogger logger, double seconds);

    [LoggerMessage(3009, LogLevel.Warning, "{Count} recorded requests are refused by the database and left out of the recording, which begins anew: {Cause}")]
    public static partial void RecordingRefused(this ILogger logger, int count, string cause);
}
