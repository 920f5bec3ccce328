using Warmpath.Routing.Misses;

namespace Warmpath.Storage.Ledger;

/// <summary>A page of the ledger, newest first. Filters that are null let everything through; those given must all hold.</summary>
/// <param name="After">The <c>next</c> of the page before; null for the newest.</param>
/// <param name="Limit">1 to 1,000.</param>
/// <param name="Key">Id of the key that answered.</param>
public sealed record LedgerQuery(long? After = null, int Limit = 100, string? Session = null, string? Key = null, string? Lineage = null)
{
    /// <summary>Id of the client.</summary>
    public string? Client { get; init; }

    /// <summary>As the client named it.</summary>
    public string? Model { get; init; }

    /// <summary>Id of the organization that answered.</summary>
    public string? Organization { get; init; }

    /// <summary>A word of <see cref="LedgerRow.Decision"/>, such as <c>migrated</c>.</summary>
    public string? Decision { get; init; }

    public EndState? End { get; init; }

    public MissCause? Miss { get; init; }

    /// <summary>Arrived at this moment (UTC) or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Arrived before this moment (UTC).</summary>
    public DateTimeOffset? To { get; init; }
}

/// <param name="Items">May be fewer than asked for, or none, with more to come: one page looks at a bounded part of the ledger.</param>
/// <param name="Next">Give it as <see cref="LedgerQuery.After"/> for older rows; null at the end.</param>
public sealed record LedgerPage(IReadOnlyList<LedgerRow> Items, long? Next);
