namespace Warmpath.Storage.Ledger;

/// <summary>A page of the ledger, newest first.</summary>
/// <param name="After">The <c>next</c> of the page before; null for the newest.</param>
/// <param name="Limit">1 to 1,000.</param>
/// <param name="Key">Id of the key that answered.</param>
public sealed record LedgerQuery(long? After = null, int Limit = 100, string? Session = null, string? Key = null, string? Lineage = null);

/// <param name="Next">Give it as <see cref="LedgerQuery.After"/> for older rows; null at the end.</param>
public sealed record LedgerPage(IReadOnlyList<LedgerRow> Items, long? Next);
