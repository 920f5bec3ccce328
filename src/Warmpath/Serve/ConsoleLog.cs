using Microsoft.Extensions.Logging.Console;

namespace Warmpath.Serve;

/// <summary>The log of a running gateway: one line per entry on standard error, so that standard output stays for what people asked for.</summary>
internal static class ConsoleLog
{
    public static void Configure(ILoggingBuilder logging)
    {
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.AddSimpleConsole(lines =>
        {
            lines.SingleLine = true;
            lines.UseUtcTimestamp = true;
            lines.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            lines.ColorBehavior = LoggerColorBehavior.Disabled;
        });
    }
}
