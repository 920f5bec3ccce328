using Warmpath.Routing.Catalog;

namespace Warmpath.Routing.Policies;

/// <summary>Prices every candidate in money and takes the cheapest: tokens, waiting, the waiting of others and the move (design.md 4).</summary>
internal sealed class CostAwarePolicy : IRoutingPolicy
{
    /// <summary>$ for reasoning that a move would lose, where a model binds it to the account (providers.md 2.8).</summary>
    private const double LostThinking = 0.10;

    /// <summary>$ for the chance that a move ends in a 400 about the conversation's prefix, after which the client drops its thinking.</summary>
    private const double DoubtfulThinking = 0.02;

    /// <summary>$ for a move that is known to end in a 400: nothing outweighs it but the loss of the home.</summary>
    private const double RefusedThinking = 100;

    /// <summary>$ that any move has to earn: equal prices never make a lineage wander.</summary>
    private const double MoveThreshold = 0.0005;

    public string Name => "cost-aware";

    public Choice Choose(in Question question, ReadOnlySpan<Candidate> candidates)
    {
        var prices = new TokenPrices(question.Model.PricesFor(question.PromptTokens));
        Span<double> costs = candidates.Length <= 64 ? stackalloc double[candidates.Length] : new double[candidates.Length];
        var best = -1;
        for (var i = 0; i < candidates.Length; i++)
        {
            costs[i] = Cost(question, candidates[i], prices);
            if (best < 0 || Compare(question, candidates[i], costs[i], candidates[best], costs[best]) < 0)
            {
                best = i;
            }
        }

        var runnerUp = RunnerUp(question, candidates, costs, best, (in Candidate a, in Candidate b) => a.Key.Workspace != b.Key.Workspace);
        if (runnerUp < 0)
        {
            runnerUp = RunnerUp(question, candidates, costs, best, (in Candidate a, in Candidate b) => a.Key != b.Key);
        }

        return new(best, prices.Of(candidates[best].Expected), costs[best], runnerUp, runnerUp < 0 ? 0 : costs[runnerUp]);
    }

    private static double Cost(in Question question, in Candidate candidate, in TokenPrices prices) =>
        prices.Of(candidate.Expected)
        + ((candidate.Delay.TotalSeconds + candidate.WaitCaused) * question.Request.ValueOfTimePerHour / 3600)
        + MovePenalty(question, candidate);

    private static double MovePenalty(in Question question, in Candidate candidate)
    {
        if (!question.CarriesCache || question.Lineage.Key is not { } home || candidate.AtHome)
        {
            return 0;
        }

        if (!question.Request.Outline.HasThinking || home.Organization == candidate.Key.Organization)
        {
            return MoveThreshold;
        }

        return question.Lineage.IsPinned ? RefusedThinking : MoveThreshold + question.Model.Thinking switch
        {
            ThinkingBinding.Account => LostThinking,
            ThinkingBinding.Prefix => DoubtfulThinking,
            _ => 0,
        };
    }

    // Cheapest first. Ties: the key that served last, a key that is not draining, the emptier organization, the idler key, then a hash
    // that every replica computes alike. A request without cache is spread by the hash alone: its lineage then sees one key.
    private static int Compare(in Question question, in Candidate a, double costA, in Candidate b, double costB)
    {
        if (Math.Abs(costA - costB) > 1e-12)
        {
            return costA.CompareTo(costB);
        }

        var order = (a.Key != question.Lineage.Key).CompareTo(b.Key != question.Lineage.Key);
        if (order == 0)
        {
            order = a.Key.Config.Draining.CompareTo(b.Key.Config.Draining);
        }

        if (order == 0 && question.CarriesCache)
        {
            order = a.Key.Organization == b.Key.Organization ? 0 : a.Key.Organization.Lineages.CompareTo(b.Key.Organization.Lineages);
            order = order == 0 ? a.Key.InFlight.CompareTo(b.Key.InFlight) : order;
        }

        if (order == 0)
        {
            order = Rendezvous.Score(question.Lineage.Seed, b.Key.Config.Id.Value)
                .CompareTo(Rendezvous.Score(question.Lineage.Seed, a.Key.Config.Id.Value));
        }

        return order != 0 ? order : string.CompareOrdinal(a.Key.Config.Id.Value, b.Key.Config.Id.Value);
    }

    private delegate bool Elsewhere(in Candidate a, in Candidate b);

    private static int RunnerUp(in Question question, ReadOnlySpan<Candidate> candidates, ReadOnlySpan<double> costs, int best, Elsewhere elsewhere)
    {
        var second = -1;
        for (var i = 0; i < candidates.Length; i++)
        {
            if (elsewhere(candidates[i], candidates[best])
                && (second < 0 || Compare(question, candidates[i], costs[i], candidates[second], costs[second]) < 0))
            {
                second = i;
            }
        }

        return second;
    }
}
