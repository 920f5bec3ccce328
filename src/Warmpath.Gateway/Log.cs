using Microsoft.Extensions.Logging;
using Warmpath.Routing.Health;

namespace Warmpath.Gateway;

/// <summary>What the data plane logs: event ids 1xxx, never reused.</summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Debug, "{Request} {Kind} {Model} answered {Status} by {Key} ({Decision}) in {Milliseconds} ms")]
    public static partial void RequestEnded(
        this ILogger logger, string request, string kind, string? model, int status, string? key, string decision, long milliseconds);

    [LoggerMessage(1002, LogLevel.Debug, "{Request} waits until {Until:O}: {Reason}")]
    public static partial void RequestWaits(this ILogger logger, string request, DateTimeOffset until, string reason);

    [LoggerMessage(1003, LogLevel.Debug, "{Request}: a kept connection for {Key} was dead; once more on a fresh one")]
    public static partial void KeptConnectionWasDead(this ILogger logger, string request, string key);

    [LoggerMessage(1005, LogLevel.Debug, "{Request}: an attempt on {Key} failed ({Outcome}, status {Status}): {Step}")]
    public static partial void AttemptFailed(this ILogger logger, string request, string key, string outcome, int? status, NextStep step);

    [LoggerMessage(1006, LogLevel.Warning,
        "{Request}: the answer of {Key} broke after it had begun; the client's connection is ended without a clean end of body")]
    public static partial void AnswerBroke(this ILogger logger, string request, string? key);

    [LoggerMessage(1007, LogLevel.Warning, "{Request}: the store is late; the row is kept and written when it can be")]
    public static partial void RowIsLate(this ILogger logger, string request);

    [LoggerMessage(1008, LogLevel.Warning, "{Request} refused with {Status}: {Reason}")]
    public static partial void RequestRefused(this ILogger logger, string request, int status, string reason);

    [LoggerMessage(1009, LogLevel.Error, "{Request} met a fault of the gateway's own")]
    public static partial void RequestFailed(this ILogger logger, string request, Exception exception);

    [LoggerMessage(1010, LogLevel.Error, "{Request} is missing in the ledger: the store dropped its row")]
    public static partial void RowIsLost(this ILogger logger, string request);

    [LoggerMessage(1011, LogLevel.Warning, "The dashboard's last hour begins with the start: {Fault}")]
    public static partial void RecentTrafficNotLoaded(this ILogger logger, string fault);

    [LoggerMessage(1012, LogLevel.Warning, "Which workspace made {Id} could not be kept: calls for it ask every workspace. {Fault}")]
    public static partial void MakerNotKept(this ILogger logger, string id, string fault);

    [LoggerMessage(1013, LogLevel.Warning, "Which workspace made {Id} could not be read: every workspace is asked. {Fault}")]
    public static partial void MakerNotRead(this ILogger logger, string id, string fault);

    [LoggerMessage(1051, LogLevel.Error, "{Request} could not be followed by {Listener}; its answer is not touched by that")]
    public static partial void NotFollowed(this ILogger logger, string request, string listener, Exception exception);

    [LoggerMessage(1052, LogLevel.Warning, "{Listener} could not keep what it counted and tries again: {Cause}")]
    public static partial void NotFlushed(this ILogger logger, string listener, string cause);

    [LoggerMessage(1053, LogLevel.Warning, "{Listener} could not read what it knew before the restart and begins anew: {Cause}")]
    public static partial void BeginsAnew(this ILogger logger, string listener, string cause);
}
