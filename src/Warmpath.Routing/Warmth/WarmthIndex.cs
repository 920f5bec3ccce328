using Warmpath.Routing.Fleet;
using Warmpath.Routing.Outlines;

namespace Warmpath.Routing.Warmth;

/// <summary>Which prefixes are expected to be in which workspace's cache. Bounded: the entries touched longest ago go first.</summary>
internal sealed class WarmthIndex(int capacity = WarmthIndex.DefaultCapacity)
{
    /// <summary>Four entries a request, an hour of 15 requests a second; about 40 MB when full.</summary>
    public const int DefaultCapacity = 200_000;

    private readonly Dictionary<UInt128, List<WarmEntry>> _entries = [];

    // One list per lifetime keeps entries in the order of their deaths; a touch moves the entry to the end.
    private readonly LinkedList<WarmEntry>[] _deaths = [new(), new()];

    public int Count { get; private set; }

    /// <summary>Entries for one prefix, one per workspace; null when none holds it. Dead ones may be among them.</summary>
    public List<WarmEntry>? Find(UInt128 digest) => _entries.GetValueOrDefault(digest);

    public WarmEntry? Find(UInt128 digest, Workspace workspace)
    {
        if (_entries.TryGetValue(digest, out var entries))
        {
            foreach (var entry in entries)
            {
                if (entry.Workspace == workspace)
                {
                    return entry;
                }
            }
        }

        return null;
    }

    public WarmEntry GetOrAdd(UInt128 digest, Workspace workspace, DateTimeOffset now)
    {
        if (Find(digest, workspace) is { } known)
        {
            return known;
        }

        Trim(now);
        var entry = new WarmEntry { Digest = digest, Workspace = workspace };
        if (!_entries.TryGetValue(digest, out var entries))
        {
            _entries.Add(digest, entries = new(1));
        }

        entries.Add(entry);
        Count++;
        Touch(entry, CacheLifetime.FiveMinutes, now);
        return entry;
    }

    /// <summary>The entry lives from here; an earlier start than the one known changes nothing.</summary>
    public void Touch(WarmEntry entry, CacheLifetime lifetime, DateTimeOffset at)
    {
        if (at < entry.Touched)
        {
            return;
        }

        (entry.Touched, entry.Lifetime) = (at, lifetime);
        entry.Place.List?.Remove(entry.Place);
        _deaths[(int)lifetime].AddLast(entry.Place);
    }

    public void Remove(WarmEntry entry)
    {
        entry.Place.List?.Remove(entry.Place);
        if (_entries.TryGetValue(entry.Digest, out var entries) && entries.Remove(entry))
        {
            Count--;
            if (entries.Count == 0)
            {
                _entries.Remove(entry.Digest);
            }
        }
    }

    /// <summary>What one workspace held belongs to another from now on.</summary>
    public void Rebind(Workspace from, Workspace to)
    {
        foreach (var entries in _entries.Values.ToArray())
        {
            foreach (var entry in entries.Where(e => e.Workspace == from).ToArray())
            {
                if (Find(entry.Digest, to) is null)
                {
                    entry.Workspace = to;
                }
                else
                {
                    Remove(entry);
                }
            }
        }
    }

    private void Trim(DateTimeOffset now)
    {
        foreach (var list in _deaths)
        {
            while (list.First is { } oldest && (oldest.Value.IsDead(now) || Count >= capacity))
            {
                if (oldest.Value.Writers > 0)
                {
                    break; // being written again: its attempt touches it, or removes it
                }

                Remove(oldest.Value);
            }
        }
    }
}
