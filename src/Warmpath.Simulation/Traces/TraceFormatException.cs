namespace Warmpath.Simulation.Traces;

/// <summary>A trace or an organizations file is not what simulation.md describes. The message names the line and what is wrong with it.</summary>
public sealed class TraceFormatException(string message) : FormatException(message);
