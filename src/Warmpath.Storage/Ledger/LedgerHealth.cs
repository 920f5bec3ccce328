namespace Warmpath.Storage.Ledger;

/// <summary>How the writing of the ledger fares.</summary>
/// <param name="Pending">Rows that the database does not have yet: under load those of a quarter of a second.</param>
/// <param name="FailingSince">UTC; null while writing works.</param>
/// <param name="Fault">What is wrong and what to do, for a person; null while writing works.</param>
/// <param name="Dropped">Rows lost since start: refused by the database for themselves, or the oldest of a backlog beyond its bound.</param>
public sealed record LedgerHealth(int Pending, DateTimeOffset? FailingSince, string? Fault, long Dropped);
