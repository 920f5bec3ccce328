using CsCheck;
using Warmpath.Gateway.Budgets;
using Warmpath.Routing;
using Warmpath.Storage.Clients;

namespace Warmpath.Gateway.Tests.Budgets;

public class AllowanceTests
{
    // A Wednesday; its week began on the 23rd.
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private const long Dollar = 1_000_000_000;

    private readonly Allowance _allowance = new();

    [Theory]
    [InlineData(10, null, null, "day", "2026-11-26 00:00")]
    [InlineData(null, 10, null, "week", "2026-11-30 00:00")]
    [InlineData(null, null, 10, "month", "2026-12-01 00:00")]
    [InlineData(100, 10, 100, "week", "2026-11-30 00:00")]
    public void A_spent_budget_is_named_with_its_end_and_no_retry_can_help(int? day, int? week, int? month, string window, string end)
    {
        var client = Client(new ClientBudget(day, week, month));
        Assert.Null(Serve(client, 10 * Dollar));
        var over = Serve(client, 1);
        Assert.Contains($"for this {window} is $10.00; $10.00 of it is spent", over!.Message, StringComparison.Ordinal);
        Assert.Contains($"begins anew at {end} UTC", over.Message, StringComparison.Ordinal);
        var error = over.ToError();
        Assert.Equal((429, "rate_limit_error", 60, true), (error.Status, error.Type, error.RetryAfterSeconds, error.Final));
    }

    [Fact]
    public void Each_window_begins_anew_at_its_midnight_and_the_longer_ones_go_on()
    {
        var client = Client(new ClientBudget(Day: 10, Week: 15));
        Assert.Null(Serve(client, 10 * Dollar));
        Assert.NotNull(Serve(client, 1, Now.AddHours(11)));
        Assert.Null(Serve(client, 5 * Dollar, Now.AddHours(12)));
        Assert.Contains("week", Serve(client, 1, Now.AddHours(12))!.Message, StringComparison.Ordinal);
        Assert.Null(Serve(client, 1, new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void A_request_that_is_expected_to_cost_more_than_is_left_is_not_sent()
    {
        var client = Client(new ClientBudget(Day: 10));
        Assert.Null(Serve(client, 9 * Dollar));
        Assert.Contains("expected to cost $2.00", Serve(client, 2 * Dollar)!.Message, StringComparison.Ordinal);
        Assert.Null(Serve(client, 1 * Dollar));
    }

    [Fact]
    public void What_is_reserved_for_others_may_come_back_so_that_a_retry_is_worth_it()
    {
        var client = Client(new ClientBudget(Day: 10));
        using var first = Enter(client, 8 * Dollar)!;
        using var second = new Pass(_allowance, client, Now);
        Assert.Null(second.Enter(Now));
        var over = second.Reserve(new Holding(8 * Dollar, 0), Now)!;
        Assert.Equal((5, false), (over.ToError().RetryAfterSeconds!.Value, over.Final));
        first.Settle(null, 1 * Dollar);
        Assert.Null(second.Reserve(new Holding(8 * Dollar, 0), Now));
    }

    [Fact]
    public void A_second_attempt_reserves_in_place_of_the_first()
    {
        var client = Client(new ClientBudget(Day: 10));
        using var pass = Enter(client, 8 * Dollar)!;
        Assert.Null(pass.Reserve(new Holding(9 * Dollar, 0), Now));
        Assert.Equal(9 * Dollar, _allowance.Now.Reserved);
    }

    [Fact]
    public void What_ends_unsettled_gives_everything_back()
    {
        var client = Client(new ClientBudget(Day: 10));
        Enter(client, 8 * Dollar)!.Dispose();
        Assert.Equal((0, 0), _allowance.Now);
        Assert.Equal(0, _allowance.Spent(SpendWindow.Month, Now));
    }

    [Fact]
    public void Requests_beyond_the_minutes_limit_are_told_when_the_next_fits()
    {
        var client = Client(limits: new ClientLimits(RequestsPerMinute: 6));
        Assert.All(Enumerable.Range(0, 6), _ => Assert.Null(Serve(client, 0)));
        var over = Serve(client, 0)!;
        Assert.Contains("6 requests a minute; the next fits in 10 s", over.Message, StringComparison.Ordinal);
        Assert.Equal((10, false), (over.ToError().RetryAfterSeconds!.Value, over.Final));
        Assert.Null(Serve(client, 0, Now.AddSeconds(10)));
        Assert.NotNull(Serve(client, 0, Now.AddSeconds(10)));
    }

    [Fact]
    public void Tokens_are_taken_as_expected_and_settled_to_what_they_were()
    {
        var client = Client(limits: new ClientLimits(TokensPerMinute: 1000));
        using (var pass = Enter(client, 0, tokens: 900)!)
        {
            Assert.Null(Enter(client, 0, tokens: 200));
            pass.Settle(new Usage(Input: 100, 0, 0, CacheRead: 50_000, Output: 100), 0);
        }

        Assert.NotNull(Enter(client, 0, tokens: 800));
    }

    [Fact]
    public void A_request_above_the_minutes_limit_passes_when_nothing_else_was_used()
    {
        var client = Client(limits: new ClientLimits(TokensPerMinute: 1000));
        Assert.NotNull(Enter(client, 0, tokens: 5000));
        Assert.Null(Enter(client, 0, tokens: 1));
        Assert.NotNull(Enter(client, 0, tokens: 1, now: Now.AddMinutes(5)));
    }

    [Fact]
    public void No_more_requests_are_under_way_than_the_client_may_have()
    {
        var client = Client(limits: new ClientLimits(ConcurrentRequests: 2));
        var first = Enter(client, 0)!;
        Assert.NotNull(Enter(client, 0));
        Assert.Contains("2 requests under way", new Pass(_allowance, client, Now).Enter(Now)!.Message, StringComparison.Ordinal);
        first.Dispose();
        Assert.NotNull(Enter(client, 0));
    }

    [Fact]
    public void A_clock_that_steps_back_and_forth_loses_no_spending()
    {
        var client = Client(new ClientBudget(Day: 10));
        Assert.Null(Serve(client, 6 * Dollar));
        Assert.Null(Serve(client, 5 * Dollar, Now.AddDays(1)));
        Assert.Equal(6 * Dollar, _allowance.Spent(SpendWindow.Day, Now));
        Assert.NotNull(Serve(client, 5 * Dollar));
        Assert.Equal(11 * Dollar, _allowance.Spent(SpendWindow.Week, Now));
    }

    [Fact]
    public void However_many_threads_ask_spent_and_reserved_never_pass_the_budget_by_more_than_the_expectations_were_wrong() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 20].Array[8, 64], Gen.Int[0, 3]).Sample(
            (budget, prices, wrong) =>
            {
                var allowance = new Allowance();
                var client = Client(new ClientBudget(Day: budget));
                var (most, admitted) = (0L, 0);
                Parallel.ForEach(prices, new ParallelOptions { MaxDegreeOfParallelism = 8 }, price =>
                {
                    using var pass = new Pass(allowance, client, Now);
                    if (pass.Enter(Now) is null && pass.Reserve(new Holding(price * Dollar, 0), Now) is null)
                    {
                        Interlocked.Increment(ref admitted);
                        var before = allowance.Spent(SpendWindow.Day, Now); // first: what settles in between must not count twice
                        InterlockedMax(ref most, before + allowance.Now.Reserved);
                        pass.Settle(null, (price + wrong) * Dollar);
                    }
                });
                var spent = allowance.Spent(SpendWindow.Day, Now);
                Assert.True(spent <= (budget + ((long)admitted * wrong)) * Dollar);
                Assert.True(wrong > 0 || most <= budget * Dollar);
                Assert.Equal((0, 0), allowance.Now);
                Assert.True(spent == prices.Sum(price => price + wrong) * Dollar || prices.Length > admitted);
            },
            iter: 200);

    private static void InterlockedMax(ref long most, long value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }

    private static StoredClient Client(ClientBudget? budget = null, ClientLimits? limits = null) =>
        new("client_1", "dev", new byte[32], "abcd", new ClientOptions(Budget: budget, Limits: limits), Now);

    private OverLimit? Serve(StoredClient client, long price, DateTimeOffset? now = null)
    {
        using var pass = new Pass(_allowance, client, now ?? Now);
        if ((pass.Enter(now ?? Now) ?? pass.Reserve(new Holding(price, 0), now ?? Now)) is { } over)
        {
            return over;
        }

        pass.Settle(null, price);
        return null;
    }

    private Pass? Enter(StoredClient client, long price, long tokens = 0, DateTimeOffset? now = null)
    {
        var pass = new Pass(_allowance, client, now ?? Now);
        if ((pass.Enter(now ?? Now) ?? pass.Reserve(new Holding(price, tokens), now ?? Now)) is null)
        {
            return pass;
        }

        pass.Dispose();
        return null;
    }
}
