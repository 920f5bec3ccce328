using CsCheck;
using Warmpath.Routing;
using Warmpath.Storage.Ledger;

namespace Warmpath.Storage.Tests.Ledger;

public class TotalsTests : StoreTest
{
    [Fact]
    public async Task Totals_of_nothing_are_zero()
    {
        await using var store = await OpenAsync();
        Assert.Equal(default, await store.SumAsync(Some.Now, Some.Now.AddDays(1), None));
    }

    [Fact]
    public async Task Totals_count_what_they_say()
    {
        await using var store = await OpenAsync();
        await store.WriteAsync(Some.Row(1) with
        {
            Usage = new(1, 2, 3, 4, 5),
            CostNanodollars = 7,
            Decision = "migrated,failed-over,waited",
            WaitMilliseconds = 1200,
            Attempts = [new("key_1", "one", 429, null, 1), new("key_2", "two", 429, null, 1), new("key_3", "three", 200, null, 1)],
        });
        await store.WriteAsync(Some.Row(2) with { End = EndState.Error, Status = 429, Attempts = [new("key_1", "one", 429, null, 1)] });
        await store.WriteAsync(Some.Row(3) with { End = EndState.Truncated });
        await store.WriteAsync(Some.Row(4) with { End = EndState.Interrupted, Status = 0 });
        await store.WriteAsync(Some.Row(5) with { End = EndState.ClientCancelled, Usage = new(10, 0, 0, 0, 0) });
        var totals = await store.SumAsync(Some.Now, Some.Now.AddHours(1), None);
        Assert.Equal(new LedgerTotals(5, 3, 1, 2, 1, 1, new Usage(11, 2, 3, 4, 5), 7), totals);
    }

    [Fact]
    public async Task Totals_cover_whole_hours()
    {
        await using var store = await OpenAsync();
        await store.WriteAsync(Some.Row(1, Some.Now.AddMilliseconds(-1)));
        await store.WriteAsync(Some.Row(2));
        await store.WriteAsync(Some.Row(3, Some.Now.AddHours(1).AddMilliseconds(-1)));
        await store.WriteAsync(Some.Row(4, Some.Now.AddHours(1)));
        Assert.Equal(2, (await store.SumAsync(Some.Now.AddMinutes(59), Some.Now.AddHours(1), None)).Requests);
        Assert.Equal(3, (await store.SumAsync(Some.Now.AddMinutes(30), Some.Now.AddMinutes(61), None)).Requests);
    }

    [Fact]
    public async Task Spending_is_told_by_client_and_day()
    {
        await using var store = await OpenAsync();
        var midnight = Some.Now.Date.AddDays(1);
        var next = new DateTimeOffset(midnight, TimeSpan.Zero);
        await store.WriteAsync(Some.Row(1, next.AddMilliseconds(-1)) with { CostNanodollars = 1 });
        await store.WriteAsync(Some.Row(2, next.AddHours(-1)) with { CostNanodollars = 2, Key = null, Model = null });
        await store.WriteAsync(Some.Row(3, next) with { CostNanodollars = 4 });
        await store.WriteAsync(Some.Row(4, next.AddHours(-2)) with { CostNanodollars = 8, Client = "client_2" });
        var (today, tomorrow) = (DateOnly.FromDateTime(Some.Now.UtcDateTime), DateOnly.FromDateTime(midnight));
        Assert.Equal(
            [("client_1", today, 3L), ("client_1", tomorrow, 4), ("client_2", today, 8)],
            (await store.ListSpendingAsync(Some.Now.AddDays(-1), next.AddDays(1), None)).Select(spent => (spent.Client, spent.Day, spent.CostNanodollars)).Order());
    }

    [Fact]
    public async Task Totals_by_minute_always_equal_the_sum_of_the_rows()
    {
        await using var store = await OpenAsync();
        var attempt = Gen.Int[0, 2].Select(place => new LedgerAttempt("key_1", "one", new[] { 200, 429, 500 }[place], null, 1));
        var row = Gen.Select(
            Gen.Int[-100, 400], Gen.Int[0, 2], Gen.Int[0, 1_000_000].Nullable(), Gen.Int[0, 3].Select(place => new[] { "", "migrated", "waited,migrated", "sticky" }[place]),
            Gen.Enum<EndState>(), Gen.Int[0, 2].Select(place => new[] { 0, 200, 429 }[place]), attempt.Array[0, 4],
            (second, key, tokens, decision, end, status, attempts) => Some.Row() with
            {
                Id = Guid.NewGuid().ToString(),
                At = Some.Now.AddSeconds(second),
                Key = key == 0 ? null : $"key_{key}",
                Usage = tokens is { } some ? new Usage(some, some / 2, some / 3, some / 4, some / 5) : null,
                CostNanodollars = tokens ?? 0,
                WaitMilliseconds = second % 3 == 0 ? second + 1000 : 0,
                Decision = decision,
                End = end,
                Status = status,
                Attempts = attempts,
            });
        var rows = row.Array[500].Single();
        await Task.WhenAll(rows.Select(store.WriteAsync));
        var expected = rows.Where(one => one.At >= Some.Now && one.At < Some.Now.AddMinutes(5))
            .GroupBy(one => (Minute: Some.Now.AddMinutes((one.At - Some.Now).Minutes), one.Key))
            .Select(of => new KeyMinuteTotals(of.Key.Minute, of.Key.Key, of.Aggregate(default(LedgerTotals), (sum, one) => sum + LedgerTotals.Of(one))));
        Assert.Equal(
            expected.OrderBy(sum => (sum.Minute, sum.Key)),
            (await store.ListKeyMinutesAsync(Some.Now, Some.Now.AddMinutes(5), 1000, None)).OrderBy(sum => (sum.Minute, sum.Key)));
        Assert.Equal(10, (await store.ListKeyMinutesAsync(Some.Now, Some.Now.AddMinutes(5), 10, None)).Sum(sum => sum.Totals.Requests));
    }

    [Fact]
    public async Task Totals_always_equal_the_sum_of_the_rows()
    {
        await using var store = await OpenAsync();
        var row = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3], Gen.Int[0, 1_000_000], Gen.Bool, (hour, key, tokens, migrated) => Some.Row() with
        {
            Id = Guid.NewGuid().ToString(),
            At = Some.Now.AddHours(hour).AddMinutes(tokens % 60),
            Key = key == 0 ? null : $"key_{key}",
            Usage = new Usage(tokens, tokens / 2, tokens / 3, tokens / 4, tokens / 5),
            CostNanodollars = tokens * 3L,
            Decision = migrated ? "migrated" : "",
        });
        var rows = row.Array[500].Single();
        await Task.WhenAll(rows.Select(store.WriteAsync));
        var totals = await store.SumAsync(Some.Now, Some.Now.AddHours(6), None);
        Assert.Equal(rows.Length, totals.Requests);
        Assert.Equal(rows.Count(r => LedgerFacts.IsMove(r.Decision)), totals.Moves);
        Assert.Equal(rows.Sum(r => r.CostNanodollars), totals.CostNanodollars);
        Assert.Equal(
            new Usage(
                rows.Sum(r => r.Usage!.Value.Input),
                rows.Sum(r => r.Usage!.Value.CacheWrite5m),
                rows.Sum(r => r.Usage!.Value.CacheWrite1h),
                rows.Sum(r => r.Usage!.Value.CacheRead),
                rows.Sum(r => r.Usage!.Value.Output)),
            totals.Tokens);
    }
}
