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

    /// <summary>So many candidates are ranked on the stack.</summary>
    private const int Few = 128;

    public string Name => "cost-aware";

    public Choice Choose(in Question question, ReadOnlySpan<Candidate> candidates)
    {
        var prices = new TokenPrices(question.Model.PricesFor(question.PromptTokens));
        var count = candidates.Length;
        var contest = new Contest(
            question, candidates, count <= Few ? stackalloc double[count] : new double[count], count <= Few ? stackalloc ulong[count] : new ulong[count]);
        for (var i = 0; i < count; i++)
        {
            contest.Costs[i] = Cost(question, candidates[i], prices);
        }

        var best = contest.First();
        var runnerUp = contest.First(elsewhere: (in Candidate a, in Candidate b) => a.Key.Workspace != b.Key.Workspace, best);
        if (runnerUp < 0)
        {
            runnerUp = contest.First(elsewhere: (in Candidate a, in Candidate b) => a.Key != b.Key, best);
        }

        return new(best, prices.Of(candidates[best].Expected), contest.Costs[best], runnerUp, runnerUp < 0 ? 0 : contest.Costs[runnerUp]);
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

    private delegate bool Elsewhere(in Candidate a, in Candidate b);

    /// <summary>Ranks candidates: cheapest first.</summary>
    /// <remarks>
    /// Ties: the key that served last, a key that is not draining, the emptier organization, the idler key, then a hash that every replica computes alike. A
    /// request without cache is spread by the hash alone: its lineage then sees one key.
    /// </remarks>
    /// <param name="costs">In $, to be filled in.</param>
    /// <param name="scores">Zeros: the hashes, once they are needed.</param>
    private readonly ref struct Contest(in Question question, ReadOnlySpan<Candidate> candidates, Span<double> costs, Span<ulong> scores)
    {
        private readonly ref readonly Question _question = ref question;
        private readonly ReadOnlySpan<Candidate> _candidates = candidates;
        private readonly Span<ulong> _scores = scores;

        public Span<double> Costs { get; } = costs;

        /// <returns>An index; -1 when none is <paramref name="elsewhere"/> than <paramref name="than"/>.</returns>
        public int First(Elsewhere? elsewhere = null, int than = -1)
        {
            var first = -1;
            for (var i = 0; i < _candidates.Length; i++)
            {
                if ((elsewhere is null || elsewhere(_candidates[i], _candidates[than])) && (first < 0 || Compare(i, first) < 0))
                {
                    first = i;
                }
            }

            return first;
        }

        private int Compare(int i, int j)
        {
            if (Math.Abs(Costs[i] - Costs[j]) > 1e-12)
            {
                return Costs[i].CompareTo(Costs[j]);
            }

            var (a, b) = (_candidates[i].Key, _candidates[j].Key);
            var order = (a != _question.Lineage.Key).CompareTo(b != _question.Lineage.Key);
            if (order == 0)
            {
                order = a.Config.Draining.CompareTo(b.Config.Draining);
            }

            if (order == 0 && _question.CarriesCache)
            {
                order = a.Organization == b.Organization ? 0 : a.Organization.Lineages.CompareTo(b.Organization.Lineages);
                order = order == 0 ? a.InFlight.CompareTo(b.InFlight) : order;
            }

            order = order == 0 ? Score(j).CompareTo(Score(i)) : order;
            return order != 0 ? order : string.CompareOrdinal(a.Config.Id.Value, b.Config.Id.Value);
        }

        private ulong Score(int i)
        {
            if (_scores[i] == 0)
            {
                _scores[i] = Rendezvous.Score(_question.Lineage.Seed, _candidates[i].Key.Config.Id.Value);
            }

            return _scores[i];
        }
    }
}
