using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Warmpath.Gateway.Budgets;
using Warmpath.Gateway.Clients;
using Warmpath.Gateway.Tests.Hosting;
using Warmpath.Storage.Clients;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Tests.Budgets;

/// <summary>Virtual keys with bounds, as a client meets them.</summary>
public class BudgetTests
{
    // 10 fresh tokens, 3 read and 5 answered on Sonnet at 2, 0.1 and 10 $ per million.
    private const long PriceOfAnAnswer = (10 * 2000) + (3 * 100) + (5 * 10000);

    [Fact]
    public async Task Spending_is_the_ledgers_to_the_last_digit_and_a_spent_budget_stops_the_client_at_once()
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        await GiveAsync(gateway, new ClientOptions(Budget: new ClientBudget(Day: 0.00107))); // one answer and the next one's expectation
        Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync(Prompts.Whole)).StatusCode);
        Assert.Equal(PriceOfAnAnswer / 1e9, Usage(gateway).Day.Spent);
        Assert.Equal(PriceOfAnAnswer, (await gateway.RowAsync()).CostNanodollars);

        using var refused = await gateway.SendAsync(Prompts.Whole);
        await AssertRefusedAsync(refused, 429, "rate_limit_error", "The budget of client dev for this day is $0.0011");
        Assert.Equal("60", Assert.Single(refused.Headers.GetValues("retry-after")));
        Assert.Single(upstream.Requests);
        Assert.Equal((0.0, 0), (Usage(gateway).Reserved, Usage(gateway).RequestsUnderWay));
        var row = (await gateway.RowsAsync())[0];
        Assert.Equal((429, EndState.Error, "rate_limit_error"), (row.Status, row.End, row.ErrorType));
    }

    [Fact]
    public async Task Who_leaves_before_the_answer_was_counted_has_spent_what_came_of_it()
    {
        var text = Prompts.Text.Replace("Hi", new string('x', 40_000), StringComparison.Ordinal);
        await using var upstream = new FakeUpstream(async (_, wire) =>
        {
            await wire.BeginStreamAsync();
            await wire.ChunkAsync(Prompts.Start + Prompts.Content + text);
            await wire.ClosedByGatewayAsync();
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        using (var response = await gateway.SendAsync(Prompts.Streamed))
        {
            await using var body = await response.Content.ReadAsStreamAsync();
            await body.ReadExactlyAsync(new byte[text.Length]);
        }

        Assert.Equal((EndState.ClientCancelled, 1), ((await gateway.RowOnceWrittenAsync()) is var row ? (row.End, row.Usage!.Value.Output) : default));
        Assert.InRange(Usage(gateway).Day.Spent, 10_000 * 10 / 1e6, 10_200 * 10 / 1e6); // 10,000 tokens at $10 a million
    }

    [Fact]
    public async Task What_was_spent_is_known_again_after_a_restart()
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        using (await gateway.SendAsync(Prompts.Whole))
        {
        }

        var restarted = new Allowances(gateway.Store, gateway.Time);
        await restarted.LoadAsync(TestContext.Current.CancellationToken);
        var usage = restarted.UsageOf(Client(gateway));
        Assert.Equal((PriceOfAnAnswer / 1e9, PriceOfAnAnswer / 1e9, PriceOfAnAnswer / 1e9), (usage.Day.Spent, usage.Week.Spent, usage.Month.Spent));
    }

    [Fact]
    public async Task To_count_tokens_costs_nothing_and_passes_a_budget_that_leaves_less_than_an_answer()
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, """{"input_tokens":5}"""));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        await GiveAsync(gateway, new ClientOptions(Budget: new ClientBudget(Month: 0.000001)));
        using var response = await gateway.Client.SendAsync(gateway.Message(Prompts.Whole, "/v1/messages/count_tokens"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_client_that_is_too_fast_is_told_when_to_come_again()
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        await GiveAsync(gateway, new ClientOptions(Limits: new ClientLimits(RequestsPerMinute: 1)));
        Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync(Prompts.Whole)).StatusCode);
        using var refused = await gateway.SendAsync(Prompts.Whole);
        await AssertRefusedAsync(refused, 429, "rate_limit_error", "1 requests a minute", final: false);
        Assert.Equal("60", Assert.Single(refused.Headers.GetValues("retry-after")));
        gateway.FakeTime.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync(Prompts.Whole)).StatusCode);
    }

    [Fact]
    public async Task One_request_too_many_at_a_time_is_refused_and_the_others_go_on()
    {
        var answer = new TaskCompletionSource();
        await using var upstream = new FakeUpstream(async (_, wire) =>
        {
            await answer.Task;
            await wire.AnswerAsync(200, Prompts.Answer);
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        await GiveAsync(gateway, new ClientOptions(Limits: new ClientLimits(ConcurrentRequests: 1)));
        var first = gateway.SendAsync(Prompts.Whole);
        while (Usage(gateway).RequestsUnderWay == 0)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        using var refused = await gateway.SendAsync(Prompts.Whole);
        await AssertRefusedAsync(refused, 429, "rate_limit_error", "1 requests under way at one time", final: false);
        answer.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync(Prompts.Whole)).StatusCode);
    }

    [Theory]
    [InlineData("claude-opus-*", 404)]
    [InlineData("claude-sonnet-5", 404)]
    [InlineData("claude-sonnet-5-5", 200)]
    [InlineData("claude-sonnet-*", 200)]
    [InlineData("*", 200)]
    public async Task Only_the_models_that_a_client_is_given_are_served(string allowed, int status)
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        await GiveAsync(gateway, new ClientOptions(Models: [allowed]));
        using var response = await gateway.SendAsync(Prompts.Whole);
        Assert.Equal(status, (int)response.StatusCode);
        if (status == 404)
        {
            await AssertRefusedAsync(response, 404, "not_found_error", $"may not use the model 'claude-sonnet-5-5', only {allowed}");
            Assert.Empty(upstream.Requests);
        }
    }

    [Fact]
    public async Task A_virtual_key_that_expired_or_is_disabled_is_refused_by_name()
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        await GiveAsync(gateway, new ClientOptions(ExpiresAt: gateway.Time.GetUtcNow().AddHours(1)));
        Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync(Prompts.Whole)).StatusCode);
        gateway.FakeTime.Advance(TimeSpan.FromHours(1));
        await AssertRefusedAsync(await gateway.SendAsync(Prompts.Whole), 401, "authentication_error", "client dev expired at 2026-11-23 10:00 UTC");
        await GiveAsync(gateway, new ClientOptions(Enabled: false));
        await AssertRefusedAsync(await gateway.SendAsync(Prompts.Whole), 401, "authentication_error", "client dev is disabled");
        Assert.Single(upstream.Requests);
    }

    [Fact]
    public async Task A_rotated_virtual_key_and_the_one_before_both_hold_until_the_overlap_is_over()
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        var directory = gateway.Services.GetRequiredService<ClientDirectory>();
        var before = gateway.Token;
        var (_, after) = (await directory.RotateAsync(Client(gateway).Id, TimeSpan.FromHours(1), CancellationToken.None))!.Value;
        await GiveAsync(gateway, new ClientOptions(ValueOfTimePerHour: 1)); // a change leaves the keys alone
        Assert.Equal((true, true), (directory.Authenticate(before) is not null, directory.Authenticate(after) is not null));
        await directory.LoadAsync(CancellationToken.None);
        Assert.Equal((true, true), (directory.Authenticate(before) is not null, directory.Authenticate(after) is not null));
        gateway.FakeTime.Advance(TimeSpan.FromHours(1));
        Assert.Equal((false, true), (directory.Authenticate(before) is not null, directory.Authenticate(after) is not null));
        await directory.RotateAsync(Client(gateway).Id, TimeSpan.Zero, CancellationToken.None);
        Assert.Null(directory.Authenticate(after));
    }

    private static StoredClient Client(TestGateway gateway) => Assert.Single(gateway.Services.GetRequiredService<ClientDirectory>().All);

    private static ClientUsage Usage(TestGateway gateway) => gateway.Services.GetRequiredService<Allowances>().UsageOf(Client(gateway));

    private static async Task GiveAsync(TestGateway gateway, ClientOptions options) => Assert.NotNull(
        await gateway.Services.GetRequiredService<ClientDirectory>().ChangeAsync(Client(gateway).Id, "dev", options, CancellationToken.None));

    private static async Task AssertRefusedAsync(HttpResponseMessage response, int status, string type, string message, bool final = true)
    {
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(type, body.RootElement.GetProperty("error").GetProperty("type").GetString());
        Assert.Contains(message, body.RootElement.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(final, response.Headers.Contains("x-should-retry"));
    }
}
