using System.Globalization;
using Warmpath.Routing.Fleet;

namespace Warmpath.Routing.Lineages;

/// <summary>The lineages that are known, by id and, where no id comes, by the prompts they sent. Bounded: the least recently served go first.</summary>
internal sealed class LineageTable(int capacity = LineageTable.DefaultCapacity)
{
    public const int DefaultCapacity = 50_000;

    private readonly Dictionary<string, Lineage> _lineages = [];
    private readonly Dictionary<(string Client, UInt128 Tip), string> _tips = [];
    private readonly Queue<(string Client, UInt128 Tip)> _tipOrder = new();
    private readonly LinkedList<Lineage> _leastRecent = new();

    public IReadOnlyCollection<Lineage> All => _lineages.Values;

    /// <summary>The lineage of a request: by the ids it brings, else the longest prompt known of which it is a continuation, else a new one.</summary>
    public Lineage Of(RoutingRequest request)
    {
        var id = IdOf(request);
        if (!_lineages.TryGetValue(id, out var lineage))
        {
            Trim();
            Add(lineage = new Lineage(id));
        }

        return lineage;
    }

    /// <summary>The lineage lives there from now on.</summary>
    public void SetHome(Lineage lineage, KeyState? key, Workspace? workspace, DateTimeOffset servedAt)
    {
        if (lineage.Key is { } before)
        {
            before.LineagesAtHome--;
        }

        (lineage.Key, lineage.Workspace, lineage.ServedAt) = (key, workspace, servedAt);
        if (key is not null)
        {
            key.LineagesAtHome++;
        }

        _leastRecent.Remove(lineage.Place);
        _leastRecent.AddLast(lineage.Place);
    }

    /// <summary>Remembers the prompt that the lineage sent, so that its continuation is known without an id.</summary>
    public void Remember(Lineage lineage, string client, UInt128 tip)
    {
        if (_tips.Count >= capacity && _tipOrder.TryDequeue(out var oldest))
        {
            _tips.Remove(oldest);
        }

        if (_tips.TryAdd((client, tip), lineage.Id))
        {
            _tipOrder.Enqueue((client, tip));
        }
    }

    public void Restore(LineageRecord record, KeyState key)
    {
        if (!_lineages.TryGetValue(record.Lineage, out var lineage))
        {
            Trim();
            Add(lineage = new Lineage(record.Lineage));
        }

        SetHome(lineage, key, key.Workspace, record.ServedAt);
        Remember(lineage, record.Lineage.Split('/')[0], record.Tip);
    }

    /// <summary>A key went: lineages that lived behind it alone have no home left; others of the workspace stay.</summary>
    public void Evict(KeyState key, KeyState? sibling)
    {
        foreach (var lineage in _lineages.Values)
        {
            if (lineage.Key == key)
            {
                SetHome(lineage, sibling, sibling?.Workspace, lineage.ServedAt);
            }
        }
    }

    /// <summary>The id as the ledger keeps it: client, then session and agent, or a chain's digest.</summary>
    private string IdOf(RoutingRequest request)
    {
        var session = request.Hints.Session ?? request.Outline.BodySession;
        if (session is not null)
        {
            return request.Hints.Agent is { } agent ? $"{request.Client}/{session}/{agent}" : $"{request.Client}/{session}";
        }

        var blocks = request.Outline.Blocks;
        for (var i = blocks.Length - 1; i >= request.Outline.FrontBlocks; i--)
        {
            if (_tips.TryGetValue((request.Client, blocks[i].Digest), out var known))
            {
                return known;
            }
        }

        var tip = blocks.Length == 0 ? UInt128.Zero : blocks[^1].Digest;
        return string.Create(CultureInfo.InvariantCulture, $"{request.Client}/~{tip:x32}");
    }

    private void Add(Lineage lineage)
    {
        _lineages.Add(lineage.Id, lineage);
        _leastRecent.AddLast(lineage.Place);
    }

    private void Trim()
    {
        var next = _leastRecent.First;
        while (_lineages.Count >= capacity && next is { } place)
        {
            next = place.Next;
            if (place.Value.Tickets == 0)
            {
                if (place.Value.Key is { } key)
                {
                    key.LineagesAtHome--;
                }

                _leastRecent.Remove(place);
                _lineages.Remove(place.Value.Id);
            }
        }
    }
}
