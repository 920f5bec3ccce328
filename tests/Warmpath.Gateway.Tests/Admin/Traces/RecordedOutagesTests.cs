using System.Globalization;
using Warmpath.Gateway.Admin;
using Warmpath.Gateway.Admin.Traces;
using Warmpath.Gateway.Tests.Hosting;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Tests.Admin.Traces;

/// <summary>Two keys of organizations of their own, <c>org-1</c> and <c>org-2</c>; times are seconds from the start of the trace.</summary>
public sealed class RecordedOutagesTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    private TestGateway _gateway = null!; // set before each test
    private int _rows;

    public async ValueTask InitializeAsync() => _gateway = await TestGateway.StartAsync(null, "http://127.0.0.1:1", "http://127.0.0.1:1");

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    private static LedgerAttempt Try(int key, double after, int? status, string outcome = "ok", double? retryAfter = null, int took = 40) =>
        new($"key_{key}", $"key-{key}", status, outcome, took) { SentMilliseconds = (long)(after * 1000), RetryAfter = retryAfter };

    private static LedgerAttempt Ok(int key, double after = 0) => Try(key, after, 200);

    private async Task RowAsync(double at, params LedgerAttempt[] tries) => Assert.True(await _gateway.Store.WriteAsync(new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"wreq_{++_rows}"),
        At = Start.AddSeconds(at),
        Client = "c",
        Kind = "messages",
        Status = 200,
        End = EndState.Complete,
        Attempts = tries,
    }));

    private Task EventAsync(double at, string kind, string subject) =>
        _gateway.Store.AddEventAsync(new(0, Start.AddSeconds(at), kind, subject, "."), CancellationToken.None);

    private Task<RecordedOutages> ReadAsync() =>
        RecordedOutages.ReadAsync(_gateway.Store, new TraceDoors(_gateway.View()), new Span(Start.AddHours(-1), Start.AddHours(1)), CancellationToken.None);

    private async Task<(string? Org, string? Key, decimal From, decimal To, int Status)[]> OutagesAsync() =>
        [.. (await ReadAsync()).Since(Start).Select(outage => (outage.Org, outage.Key, outage.From, outage.To, outage.Status))];

    [Fact]
    public async Task An_outage_begins_and_ends_halfway_between_a_failure_and_the_next_sign_of_health()
    {
        await RowAsync(9, Ok(1));
        await RowAsync(10, Try(1, 0, 529, "overloaded_error"), Try(1, 0.5, 529, "overloaded_error"), Ok(2, 0.6));
        await RowAsync(20.5, Ok(1));
        Assert.Equal([("org-1", null, 9.5m, 15.5m, 529)], await OutagesAsync());
    }

    [Fact]
    public async Task Without_another_sign_it_lasts_a_second_on_either_side_and_never_begins_before_the_trace()
    {
        await RowAsync(0.25, Try(1, 0, 529, "overloaded_error"));
        await RowAsync(30, Try(2, 0, null, "no_connection"));
        Assert.Equal([("org-1", null, 0m, 1.25m, 529), ("org-2", null, 29m, 31m, 0)], await OutagesAsync());
    }

    [Fact]
    public async Task Another_kind_of_failure_is_another_outage()
    {
        await RowAsync(10, Try(1, 0, 529, "overloaded_error"));
        await RowAsync(14, Try(1, 0, 429, "rate_limit_error", retryAfter: 6));
        Assert.Equal([("org-1", null, 9m, 12m, 529), ("org-1", null, 13m, 15m, 429)], await OutagesAsync());
        Assert.Equal(6, (await ReadAsync()).Since(Start)[1].RetryAfter);
    }

    [Fact]
    public async Task An_answer_that_began_with_an_error_is_an_outage_only_where_another_key_answered()
    {
        await RowAsync(10, Try(1, 0, 200, "rate_limit_error"), Ok(2, 1));
        await RowAsync(40, Try(2, 0, 200, "overloaded_error")); // passed on after the commit
        var outage = Assert.Single((await ReadAsync()).Since(Start));
        Assert.Equal(("org-1", 429, true), (outage.Org, outage.Status, outage.Begins));
    }

    [Fact]
    public async Task Credit_is_the_organizations_and_a_wrong_key_its_own_both_from_the_events()
    {
        await EventAsync(10, "out_of_credit", "org-1");
        await EventAsync(30, "recovered", "key-1");
        await EventAsync(11, "key_invalid", "key-2");
        await EventAsync(20, "recovered", "key-2");
        Assert.Equal([("org-1", null, 9m, 20m, 402), (null, "key-2", 10m, 15.5m, 401)], await OutagesAsync());
    }

    [Fact]
    public async Task What_the_client_or_the_gateway_gave_up_says_nothing()
    {
        await RowAsync(10, Try(1, 0, null, "cancelled"));
        await RowAsync(11, Try(1, 0, null, "interrupted"));
        await RowAsync(12, Try(1, 0, 400, "invalid_request_error"));
        Assert.Empty(await OutagesAsync());
        Assert.Null((await ReadAsync()).RefusalLatency);
    }

    [Fact]
    public async Task The_latency_of_refusals_is_their_median()
    {
        foreach (var (at, took) in new[] { (1, 10), (2, 900), (3, 30) })
        {
            await RowAsync(at, Try(1, 0, 529, "overloaded_error", took: took));
        }

        Assert.Equal(0.03, (await ReadAsync()).RefusalLatency);
    }

    [Fact]
    public async Task Of_a_request_that_was_refused_somewhere_all_attempts_are_told()
    {
        await RowAsync(9, Ok(1));
        await RowAsync(10, Try(1, 0, 429, "rate_limit_error", retryAfter: 6), Try(2, 0.04, 200, "overloaded_error"), Ok(1, 6));
        var tries = Assert.Single((await ReadAsync()).Tries);
        Assert.Equal("wreq_2", tries.Key);
        Assert.Equal(
            [("org-1", 429, false, 6), ("org-2", 529, true, null), ("org-1", RecordedTry.Served, false, (double?)null)],
            tries.Value.Select(one => (one.Organization, one.Status, one.Begins, one.RetryAfter)));
    }

    [Fact]
    public async Task An_outage_has_the_latency_of_its_first_failure_until_the_next_key_was_tried()
    {
        await RowAsync(10, Try(1, 0, 429, "rate_limit_error", retryAfter: 6), Ok(2, 0.043));
        await RowAsync(30, Try(2, 0, 529, "overloaded_error"), Try(2, 0.29, 529, "overloaded_error"));
        Assert.Equal([0.043m, 0.04m], (await ReadAsync()).Since(Start).Select(outage => outage.Latency ?? 0));
    }

    [Fact]
    public async Task What_lies_before_the_trace_or_behind_the_span_is_left_out()
    {
        await RowAsync(-20, Try(1, 0, 529, "overloaded_error"));
        await RowAsync(-10, Ok(1));
        await RowAsync(7200, Try(2, 0, 529, "overloaded_error"));
        Assert.Empty(await OutagesAsync());
    }
}
