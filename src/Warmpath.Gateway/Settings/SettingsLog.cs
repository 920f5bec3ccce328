using Microsoft.Extensions.Logging;

namespace Warmpath.Gateway.Settings;

/// <summary>Event ids 5xxx: configuration.</summary>
internal static partial class SettingsLog
{
    [LoggerMessage(5001, LogLevel.Warning, "What is older than the retention could not be forgotten ({Failure}); it is tried again in an hour")]
    public static partial void NotForgotten(this ILogger logger, string failure);

    [LoggerMessage(5002, LogLevel.Warning,
        "The clock leapt forward by {Leap}: what it makes older than the retention is forgotten in an hour, if the clock still says so")]
    public static partial void ClockLeapt(this ILogger logger, TimeSpan leap);

    [LoggerMessage(5003, LogLevel.Warning,
        "The machine's clock is behind the gateway's by {Ahead}: nothing is forgotten meanwhile; restart the gateway if the machine's is right")]
    public static partial void ClockIsAhead(this ILogger logger, TimeSpan ahead);
}
