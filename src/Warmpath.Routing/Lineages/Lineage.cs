using Warmpath.Routing.Fleet;
using Warmpath.Routing.Lifetimes;
using Warmpath.Routing.Misses;
using Warmpath.Routing.Policies;

namespace Warmpath.Routing.Lineages;

/// <summary>One growing conversation and where it lives.</summary>
internal sealed class Lineage
{
    public Lineage(string id) => (Id, Seed, Place) = (id, Rendezvous.Seed(id), new(this));

    public string Id { get; }

    /// <summary>Of what spreads lineages over keys that are equally good.</summary>
    public long Seed { get; }

    /// <summary>Its place in the order of serving.</summary>
    public LinkedListNode<Lineage> Place { get; }

    /// <summary>The key that served it last, and its workspace then; null before the first answer.</summary>
    public KeyState? Key { get; set; }

    /// <summary>Its home.</summary>
    public Workspace? Workspace { get; set; }

    /// <summary>UTC, start of the request served last.</summary>
    public DateTimeOffset ServedAt { get; set; }

    /// <summary>Another organization refused its thinking: it leaves its home only when that is lost.</summary>
    public bool IsPinned { get; set; }

    /// <summary>What it left in a cache; null before its first cached answer, and after a restart.</summary>
    public Trail? Trail { get; set; }

    /// <summary>The times between its requests.</summary>
    public GapCounts Gaps { get; } = new();

    /// <summary>$ that it is expected to have lost for want of a one-hour entry since it last bought one.</summary>
    public double Rent { get; set; }

    /// <summary>Requests inside the router now; such a lineage is not forgotten.</summary>
    public int Tickets { get; set; }
}
