using Warmpath.Storage;

namespace Warmpath.Gateway.Admin.Counterfactual;

/// <summary>Reads the counterfactual, whole hours (UTC) each; the same for admin API, pages and terminal.</summary>
public sealed class CounterfactualReader(WarmpathStore store)
{
    /// <summary>Over all hours that [<paramref name="from"/>, <paramref name="to"/>) touches.</summary>
    public async Task<CounterfactualJson> SumAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        CounterfactualJson.Of(await store.ListCounterfactualAsync(from, to, cancellationToken));

    /// <summary>The same, hour by hour, oldest first; hours without traffic are left out.</summary>
    public async Task<IReadOnlyList<CounterfactualHourJson>> ListHoursAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        [.. (await store.ListCounterfactualAsync(from, to, cancellationToken))
            .GroupBy(hour => hour.Hour).Select(hour => new CounterfactualHourJson(hour.Key, CounterfactualJson.Of(hour)))];
}
