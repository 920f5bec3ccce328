using System.Net;
using Microsoft.Extensions.Logging;

namespace Warmpath.Gateway.Admin.Access;

/// <summary>Who came in and who did not: event ids 7xxx, never reused.</summary>
public static partial class AccessLog
{
    [LoggerMessage(7001, LogLevel.Warning, "A wrong admin token, or a wrong password of the dashboard, came from {Address}")]
    public static partial void SecretWasWrong(this ILogger logger, IPAddress? address);

    [LoggerMessage(7002, LogLevel.Information, "Somebody signed in to the dashboard as {Role} from {Address}")]
    public static partial void SignedIn(this ILogger logger, string? role, IPAddress? address);

    [LoggerMessage(7003, LogLevel.Warning, "Requests came without a virtual key of this gateway: {Count} since this was last said, the latest from {Address}")]
    public static partial void StrangersCame(this ILogger logger, long count, IPAddress? address);
}
