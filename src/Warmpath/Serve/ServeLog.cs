namespace Warmpath.Serve;

/// <summary>What is logged of starting and ending: event ids 5200 to 5299, never reused.</summary>
internal static partial class ServeLog
{
    [LoggerMessage(5201, LogLevel.Warning, "The data folder does not take this gateway's address; verbs on this machine need --url and --admin-token: {Cause}")]
    public static partial void AddressNotLeft(this ILogger logger, string cause);
}
