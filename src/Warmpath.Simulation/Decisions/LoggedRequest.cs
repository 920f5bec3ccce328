using Warmpath.Routing.Outlines;

namespace Warmpath.Simulation.Decisions;

/// <summary>One line of a decision log.</summary>
/// <param name="Request">The 0-based line of the trace; for a ping, of the request whose prefix it keeps warm.</param>
/// <param name="End">Seconds; null when the line does not say.</param>
public sealed record LoggedRequest(int Line, int Request, bool IsPing, IReadOnlyList<LoggedAttempt> Attempts, double? End, int Client429s);

/// <param name="At">Seconds.</param>
/// <param name="Sequence">Null when the line does not say: the file's order counts.</param>
/// <param name="Lifetimes">As rewritten by the gateway, one per breakpoint; null = the client's own.</param>
public sealed record LoggedAttempt(string Key, double At, int Status, long? Sequence, CacheLifetime[]? Lifetimes);
