using Warmpath.Routing.Deciding;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Outlines;

namespace Warmpath.Routing.Warmth;

/// <summary>One cache entry that a workspace is expected to hold: the prefix that ends with a block.</summary>
internal sealed class WarmEntry
{
    public WarmEntry() => Place = new(this);

    /// <summary>Its place in the order of deaths.</summary>
    public LinkedListNode<WarmEntry> Place { get; }

    public required UInt128 Digest { get; init; }

    public required Workspace Workspace { get; set; }

    /// <summary>Size of the whole prefix, as last estimated.</summary>
    public int Tokens { get; set; }

    public CacheLifetime Lifetime { get; set; }

    /// <summary>UTC, start of the request that last wrote or read it.</summary>
    public DateTimeOffset Touched { get; set; }

    /// <summary>False until a response that writes it has begun (providers.md 2.1, visibility).</summary>
    public bool Readable { get; set; }

    /// <summary>Requests under way that write it and have not begun to be answered.</summary>
    public int Writers { get; set; }

    /// <summary>UTC, when the first of those writers was sent, and what its first byte was expected to take.</summary>
    public DateTimeOffset WriterSentAt { get; set; }

    public TimeSpan WriterFirstByte { get; set; }

    /// <summary>Requests held until it becomes readable.</summary>
    public List<Ticket>? Waiters { get; set; }

    /// <summary>Past this it is dead. The instant itself is still warm (simulation.md, world rules).</summary>
    public DateTimeOffset Dies => Touched + Lifetime.Duration();

    public bool IsDead(DateTimeOffset now) => now > Dies && Writers == 0;
}
