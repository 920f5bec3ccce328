using Warmpath.Routing.Catalog;
using Warmpath.Routing.Lineages;

namespace Warmpath.Routing.Lifetimes;

/// <summary>
/// Picks five minutes or an hour for the cache entries of a request, by expected price, from the gaps seen so far.
/// </summary>
/// <remarks>
/// An hour costs the difference of the two write prices once, on what this request writes. It spares a rewrite after a pause: with
/// probability q, of all tokens that no live one-hour entry covers yet. It need not be bought every turn, since an older one-hour entry
/// covers nearly all of the prompt; so it is the ski-rental problem: each turn without it has an expected loss (the rent), and it is bought
/// when the rent paid so far reaches its price, which costs at most twice the best choice in hindsight.
/// </remarks>
internal sealed class LifetimeChooser
{
    private const int MaximumHistories = 20_000;

    // Before anything was seen: about one turn in twelve of a person's conversation comes after a pause; agents hardly ever pause.
    private const double PriorWeight = 10;
    private const double MainPause = 0.08;
    private const double AgentPause = 0.01;

    // A lineage's own gaps tell more of it than those of its client's others.
    private const double OwnWeight = 2;

    private readonly Dictionary<(string Client, bool Agent), GapCounts> _clients = [];

    /// <summary>A request of the lineage came after this gap since the start of the one before.</summary>
    public void CountTurn(Lineage lineage, RoutingRequest request, TimeSpan gap)
    {
        lineage.Gaps.Count(gap);
        Of(request).Count(gap);
    }

    /// <summary>The probability that the next request of the lineage comes after a pause that only a one-hour entry survives.</summary>
    public double PauseProbability(Lineage lineage, RoutingRequest request)
    {
        var prior = request.Hints.Agent is null ? MainPause : AgentPause;
        var client = Of(request);
        return ((PriorWeight * prior) + client.Pauses + (OwnWeight * lineage.Gaps.Pauses))
            / (PriorWeight + client.All + (OwnWeight * lineage.Gaps.All));
    }

    /// <summary>What a turn without a one-hour entry is expected to lose, in $.</summary>
    /// <param name="uncovered">Tokens of the prompt that no one-hour entry covers.</param>
    public static double Rent(double pauseProbability, int uncovered, ModelPrices prices) =>
        pauseProbability * uncovered * (double)(prices.CacheWrite5m - prices.CacheRead) / 1e6;

    /// <summary>What an hour instead of five minutes costs, in $, for what the request writes.</summary>
    public static double Price(int written, ModelPrices prices) => written * (double)(prices.CacheWrite1h - prices.CacheWrite5m) / 1e6;

    private GapCounts Of(RoutingRequest request)
    {
        var key = (request.Client, request.Hints.Agent is not null);
        if (!_clients.TryGetValue(key, out var counts))
        {
            if (_clients.Count >= MaximumHistories)
            {
                _clients.Clear();
            }

            _clients.Add(key, counts = new());
        }

        return counts;
    }
}
