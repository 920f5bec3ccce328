namespace Warmpath.Routing.Policies;

/// <summary>A policy that prefers one candidate to another by an order of its own, and prices nothing but tokens.</summary>
internal abstract class RankingPolicy : IRoutingPolicy
{
    public abstract string Name { get; }

    public Choice Choose(in Question question, ReadOnlySpan<Candidate> candidates)
    {
        var (best, second) = (-1, -1);
        for (var i = 0; i < candidates.Length; i++)
        {
            if (candidates[i].Sibling is not null)
            {
                continue; // waiting for another's cache entry is the cost-aware policy's idea
            }

            if (best < 0 || Before(question, candidates[i], candidates[best]))
            {
                (best, second) = (i, best);
            }
            else if (second < 0 || Before(question, candidates[i], candidates[second]))
            {
                second = i;
            }
        }

        var prices = new TokenPrices(question.Model.PricesFor(question.PromptTokens));
        var price = prices.Of(candidates[best].Expected); // each key has a candidate without a sibling
        Chosen(candidates[best]);
        return new(best, price, price, second, second < 0 ? 0 : prices.Of(candidates[second].Expected));
    }

    /// <summary>Negative: <paramref name="a"/> is better. Zero is settled by the keys' ids.</summary>
    protected abstract int Compare(in Question question, in Candidate a, in Candidate b);

    protected virtual void Chosen(in Candidate candidate)
    {
    }

    private bool Before(in Question question, in Candidate a, in Candidate b)
    {
        var order = Compare(question, a, b);
        return order < 0 || (order == 0 && string.CompareOrdinal(a.Key.Config.Id.Value, b.Key.Config.Id.Value) < 0);
    }
}
