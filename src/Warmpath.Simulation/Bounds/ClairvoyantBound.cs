using Warmpath.Routing.Catalog;
using Warmpath.Simulation.Providers;
using Warmpath.Simulation.Runs;
using Warmpath.Simulation.Traces;
using Warmpath.Simulation.Worlds;

namespace Warmpath.Simulation.Bounds;

/// <summary>LB3: the cheapest way to have every block at hand whenever a request needs it, each block for itself.</summary>
/// <remarks>
/// A block that is used again after a gap was kept by its lifetime, or by reading it in between, or is written again; whether it lives
/// five minutes or an hour was decided when it was last written. What is cheapest follows from the gaps by dynamic programming over these
/// two. Bounds that tie blocks together (look-back, prefixes, the visibility of entries in flight) are left out: they only make it dearer.
/// </remarks>
internal static class ClairvoyantBound
{
    /// <param name="records">Of a run whose arrival times count.</param>
    /// <returns>$ of input.</returns>
    public static double Of(IReadOnlyList<RequestRecord> records, World world)
    {
        var blocks = new Dictionary<Prefix, Use>();
        var fresh = 0d;
        foreach (var record in records.Where(record => record.Usage is not null).OrderBy(record => record.Attempts[^1].At))
        {
            var prices = world.PricesOf(record.Request.ModelClass);
            var at = (record.Attempts[^1].At - World.Start).TotalSeconds;
            var cached = LastCached(record.Request, world.Provider.MinimumOf(record.Request.ModelClass));
            for (var block = record.Request.Prompt; block is not null; block = block.Before)
            {
                if (block.Length > cached)
                {
                    fresh += block.Tokens * (double)prices.Input;
                }
                else
                {
                    blocks[block] = blocks.TryGetValue(block, out var use) ? use.Next(at, prices, world.Provider) : Use.First(at, prices);
                }
            }
        }

        return (fresh + blocks.Sum(block => block.Key.Tokens * block.Value.Cheapest)) / 1e6;
    }

    /// <summary>Blocks up to the last breakpoint that is long enough; 0 when there is none.</summary>
    private static int LastCached(TraceRequest request, int minimum)
    {
        var chain = request.Prompt.Chain();
        return request.Breakpoints.Select(breakpoint => chain[breakpoint.Block]).LastOrDefault(prefix => prefix.TotalTokens >= minimum)?.Length ?? 0;
    }

    /// <summary>What a block has cost up to its last use, per million tokens, if it lives short or long from there.</summary>
    private readonly record struct Use(double Short, double Long, double At)
    {
        public double Cheapest => Math.Min(Short, Long);

        public static Use First(double at, ModelPrices prices) => new((double)prices.CacheWrite5m, (double)prices.CacheWrite1h, at);

        public Use Next(double at, ModelPrices prices, ProviderParameters provider)
        {
            var gap = at - At;
            return new(
                Math.Min(Short + Kept(gap, provider.FiveMinutesLifetime, prices), Cheapest + (double)prices.CacheWrite5m),
                Math.Min(Long + Kept(gap, provider.OneHourLifetime, prices), Cheapest + (double)prices.CacheWrite1h),
                at);
        }

        // Read at the end of the gap, and as often in between as its life needs.
        private static double Kept(double gap, TimeSpan life, ModelPrices prices) =>
            Math.Max(1, Math.Ceiling(gap / life.TotalSeconds)) * (double)prices.CacheRead;
    }
}
