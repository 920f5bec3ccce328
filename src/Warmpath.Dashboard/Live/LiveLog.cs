using Microsoft.Extensions.Logging;

namespace Warmpath.Dashboard.Live;

/// <summary>Event ids 6xxx: the dashboard.</summary>
internal static partial class LiveLog
{
    [LoggerMessage(6001, LogLevel.Warning, "The dashboard could not read the gateway's status ({Failure}); it tries again in a second")]
    public static partial void NotPublished(this ILogger logger, string failure);
}
