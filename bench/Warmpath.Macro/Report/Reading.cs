namespace Warmpath.Macro.Report;

/// <summary>What one proxy did in one cell of one round. What does not apply is null.</summary>
/// <param name="RequestsPerSecond">In a closed loop.</param>
/// <param name="MedianMicroseconds">To the first byte, or of an event's delay.</param>
/// <param name="CpuMillisecondsPer1000">Of the proxy, for 1,000 requests or events.</param>
/// <param name="Cores">CPU seconds per second.</param>
/// <param name="AllocatedKilobytes">Managed allocations of one request or event, from the program's own metrics.</param>
internal sealed record Reading(
    double? RequestsPerSecond,
    double? MedianMicroseconds,
    double? P99Microseconds,
    double? CpuMillisecondsPer1000,
    double? Cores,
    double? ResidentMegabytes,
    double? AllocatedKilobytes);
