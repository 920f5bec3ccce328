using Warmpath.Routing.Catalog;
using Warmpath.Routing.Lineages;

namespace Warmpath.Routing.Lifetimes;

/// <summary>
/// Knows which marked prefixes conversations share, and how long they lie idle between two uses: tools and system by their nature, others once
/// a second lineage has begun with them, such as a project's instructions.
/// </summary>
internal sealed class SharedPrefixes
{
    private const int MostKnown = 20_000;

    // A prefix that is shared outlives several pauses before the night.
    private const double PausesPerEnd = 2;

    // Its own gaps tell more of it than those of others.
    private const double OwnWeight = 2;

    private readonly Dictionary<UInt128, History> _known = [];
    private readonly GapCounts _all = new();

    // Of what main conversations have begun with: how many prefixes, and how many of them another has begun with since.
    private int _begun;
    private int _cameBack;

    /// <summary>A request of the lineage was sent.</summary>
    public void Count(Lineage lineage, RoutingRequest request, DateTimeOffset at)
    {
        var breakpoints = request.Outline.Breakpoints;
        for (var i = 0; i < breakpoints.Length; i++)
        {
            var isFront = breakpoints[i].Block < request.Outline.FrontBlocks;
            if (isFront || i < breakpoints.Length - 1)
            {
                Count(lineage, request, request.Outline.Blocks[breakpoints[i].Block].Digest, isFront, at);
            }
        }
    }

    /// <summary>The last marker on a shared prefix that is worth an hour if it has to be written now, as a block; -1 when none is.</summary>
    public int LastThatPays(Lineage lineage, RoutingRequest request, ModelPrices prices)
    {
        var outline = request.Outline;
        for (var i = outline.Breakpoints.Length - 1; i >= 0; i--)
        {
            var block = outline.Breakpoints[i].Block;
            var history = _known.GetValueOrDefault(outline.Blocks[block].Digest);
            var chance = block < outline.FrontBlocks ? 1
                : i == outline.Breakpoints.Length - 1 ? 0 // where the conversation itself stands
                : Chance(lineage, request, history);
            if (chance > 0 && Pays(chance, history?.Gaps, prices))
            {
                return block;
            }
        }

        return -1;
    }

    // That another conversation will begin with this prefix. Subagents begin with what their parent told them alone.
    private double Chance(Lineage lineage, RoutingRequest request, History? history) => history is not null
        ? history.IsShared || history.Lineage != lineage.Id ? 1 : 0
        : lineage.Workspace is null && request.Hints.Agent is null ? (1.0 + _cameBack) / (2 + _begun) : 0;

    private void Count(Lineage lineage, RoutingRequest request, UInt128 prefix, bool isFront, DateTimeOffset at)
    {
        if (!_known.TryGetValue(prefix, out var history))
        {
            if (!isFront && lineage.Workspace is not null)
            {
                return; // markers come and go within a conversation; what others share stands in its first prompt
            }

            if (_known.Count >= MostKnown)
            {
                _known.Clear(); // what is shared is back within minutes
            }

            var isMain = !isFront && request.Hints.Agent is null;
            _begun += isMain ? 1 : 0;
            _known.Add(prefix, new(lineage.Id, isMain) { IsShared = isFront, At = at });
            return;
        }

        if (!history.IsShared && history.Lineage != lineage.Id)
        {
            history.IsShared = true;
            _cameBack += history.BeganMain ? 1 : 0;
        }

        if (at > history.At)
        {
            history.Gaps.Count(at - history.At);
            if (history.IsShared)
            {
                _all.Count(at - history.At);
            }

            history.At = at;
        }
    }

    private bool Pays(double chance, GapCounts? own, ModelPrices prices)
    {
        var pauses = PausesPerEnd + _all.Pauses + (OwnWeight * (own?.Pauses ?? 0));
        var ends = 1 + _all.Long + (OwnWeight * (own?.Long ?? 0));
        return chance * pauses / ends * (double)(prices.CacheWrite5m - prices.CacheRead) > (double)(prices.CacheWrite1h - prices.CacheWrite5m);
    }

    /// <param name="lineage">Id of the first that began with the prefix.</param>
    private sealed class History(string lineage, bool beganMain)
    {
        public string Lineage { get; } = lineage;

        /// <summary>That lineage is a main conversation, and the prefix goes beyond tools and system.</summary>
        public bool BeganMain { get; } = beganMain;

        public bool IsShared { get; set; }

        /// <summary>UTC, of its last use.</summary>
        public DateTimeOffset At { get; set; }

        public GapCounts Gaps { get; } = new();
    }
}
