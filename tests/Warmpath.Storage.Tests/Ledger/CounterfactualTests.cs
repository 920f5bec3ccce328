using Warmpath.Routing;
using Warmpath.Storage.Ledger;

namespace Warmpath.Storage.Tests.Ledger;

public sealed class CounterfactualTests : StoreTest
{
    private static readonly CounterfactualTotals Once = new(1, new Usage(1, 2, 3, 4, 5), 6, 7, 8);

    [Fact]
    public async Task Sums_of_an_hour_add_up_way_by_way_also_over_restarts()
    {
        await using (var store = await OpenAsync())
        {
            await store.AddCounterfactualAsync([new(Some.Now, CounterfactualWays.Real, Once), new(Some.Now, CounterfactualWays.RoundRobin, Once)], None);
        }

        await using var again = await OpenAsync();
        await again.AddCounterfactualAsync([new(Some.Now.AddMinutes(5), CounterfactualWays.Real, Once), new(Some.Now.AddHours(1), CounterfactualWays.Real, Once)], None);

        Assert.Equal(
            [new(Some.Now, CounterfactualWays.Real, Once + Once), new(Some.Now, CounterfactualWays.RoundRobin, Once)],
            await again.ListCounterfactualAsync(Some.Now, Some.Now.AddHours(1), None));
        Assert.Equal(3, (await again.ListCounterfactualAsync(Some.Now.AddMinutes(30), Some.Now.AddMinutes(61), None)).Count);
    }

    [Fact]
    public async Task Retention_forgets_whole_hours_only()
    {
        await using var store = await OpenAsync();
        await store.AddCounterfactualAsync([new(Some.Now, CounterfactualWays.Real, Once), new(Some.Now.AddHours(1), CounterfactualWays.Real, Once)], None);
        await store.PruneAsync(Some.Now.AddMinutes(90), None);

        Assert.Equal(Some.Now.AddHours(1), Assert.Single(await store.ListCounterfactualAsync(Some.Now, Some.Now.AddHours(3), None)).Hour);
    }
}
