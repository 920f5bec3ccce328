using Microsoft.Extensions.Logging;

namespace Warmpath.Gateway.Keys;

/// <summary>Event ids 2xxx: keys and the fleet.</summary>
internal static partial class KeyLog
{
    [LoggerMessage(2001, LogLevel.Warning, "The pools of key {Key} could not be kept ({Failure}); its next response names them again")]
    public static partial void DiscoveryNotKept(this ILogger logger, string key, string failure);

    [LoggerMessage(2002, LogLevel.Information, "{Kind}: {Text}")]
    public static partial void FleetChanged(this ILogger logger, string kind, string text);

    [LoggerMessage(2003, LogLevel.Warning, "An event could not be kept in the store ({Failure}); it is in this log alone")]
    public static partial void EventNotKept(this ILogger logger, string failure);

    [LoggerMessage(2004, LogLevel.Warning, "A check of key {Key} broke off ({Failure}); it is tried again with the next due check")]
    public static partial void CheckBroke(this ILogger logger, string key, string failure);
}
