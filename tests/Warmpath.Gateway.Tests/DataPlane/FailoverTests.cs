using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Time.Testing;
using Warmpath.Gateway.Tests.Hosting;
using Warmpath.Routing.Health;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Tests.DataPlane;

/// <summary>What a client never sees, and what it sees when every key is out.</summary>
public class FailoverTests
{
    public static TheoryData<string> Openings => ["status", "error event", "error event after start", "cut", "cut after start", "clean end", "cut body"];

    [Theory]
    [MemberData(nameof(Openings))]
    public async Task What_breaks_before_the_first_content_fails_over_unseen(string fault)
    {
        await using var upstream = new FakeUpstream(async (request, wire) =>
        {
            if (request.Number > 1)
            {
                await wire.StreamAsync(Prompts.WholeStream);
                return;
            }

            switch (fault)
            {
                case "status":
                    await wire.AnswerAsync(401, Prompts.Error("authentication_error"));
                    break;
                case "error event":
                    await wire.StreamAsync(Prompts.Overloaded);
                    break;
                case "error event after start":
                    await wire.StreamAsync(Prompts.Start, "event: ping\ndata: {}\n\n", Prompts.Overloaded);
                    break;
                case "cut":
                    await wire.BeginStreamAsync();
                    wire.Close();
                    break;
                case "cut after start":
                    await wire.BeginStreamAsync();
                    await wire.ChunkAsync(Prompts.Start);
                    wire.Reset();
                    break;
                case "clean end":
                    await wire.StreamAsync(Prompts.Start);
                    break;
                default:
                    await wire.SendAsync("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{\"half\":");
                    wire.Close();
                    break;
            }
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url, upstream.Url);
        using var response = await gateway.SendAsync(Prompts.Streamed);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Prompts.WholeStream, await response.Content.ReadAsStringAsync());
        Assert.Equal("2", Assert.Single(response.Headers.GetValues("x-warmpath-attempts")));
        Assert.Contains("failed-over", Assert.Single(response.Headers.GetValues("x-warmpath-decision")));

        var row = await gateway.RowAsync();
        Assert.Equal(2, row.Attempts.Select(attempt => attempt.Key).Distinct().Count());
        Assert.Equal((EndState.Complete, row.Attempts[1].Key), (row.End, row.Key));
        Assert.Equal(OutcomeOf(fault), row.Attempts[0].Outcome);
        Assert.Equal("ok", row.Attempts[1].Outcome);
    }

    [Theory]
    [InlineData(529, "overloaded_error")]
    [InlineData(500, "api_error")]
    public async Task An_overload_is_tried_again_in_place_before_any_other_key(int status, string type)
    {
        await using var upstream = new FakeUpstream((request, wire) =>
            request.Number == 1 ? wire.AnswerAsync(status, Prompts.Error(type)) : wire.AnswerAsync(200, Prompts.Answer));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url, upstream.Url);
        using var response = await gateway.AdvanceUntilAsync(gateway.SendAsync(Prompts.Whole));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("2", Assert.Single(response.Headers.GetValues("x-warmpath-attempts")));
        Assert.Single(upstream.Requests.Select(request => request.Key).Distinct());
        Assert.All(gateway.View().Keys, key => Assert.Equal(KeyStatus.Healthy, key.Status));
    }

    [Fact]
    public async Task A_second_overload_in_a_row_goes_to_another_key()
    {
        await using var upstream = new FakeUpstream((request, wire) =>
            request.Number <= 2 ? wire.AnswerAsync(529, Prompts.Error("overloaded_error")) : wire.AnswerAsync(200, Prompts.Answer));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url, upstream.Url);
        using var response = await gateway.AdvanceUntilAsync(gateway.SendAsync(Prompts.Whole));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        string[] keys = [.. upstream.Requests.Select(request => request.Key)];
        Assert.Equal(keys[0], keys[1]);
        Assert.NotEqual(keys[0], keys[2]);
    }

    [Fact]
    public async Task A_kept_connection_that_died_is_replaced_in_place_and_no_key_is_blamed()
    {
        await using var upstream = new FakeUpstream(async (request, wire) =>
        {
            if (request.Number == 2)
            {
                wire.Reset();
                return;
            }

            await wire.AnswerAsync(200, Prompts.Answer);
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        using var first = await gateway.SendAsync(Prompts.Whole);
        using var second = await gateway.SendAsync(Prompts.Whole);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal("2", Assert.Single(second.Headers.GetValues("x-warmpath-attempts")));
        Assert.Equal(KeyStatus.Healthy, Assert.Single(gateway.View().Keys).Status);
        Assert.Equal([1, 1, 2], upstream.Requests.Select(request => request.Connection));
    }

    [Fact]
    public async Task A_reset_of_a_fresh_connection_goes_to_another_key_at_once()
    {
        await using var upstream = new FakeUpstream(async (request, wire) =>
        {
            if (request.Number == 1)
            {
                wire.Reset();
                return;
            }

            await wire.AnswerAsync(200, Prompts.Answer);
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url, upstream.Url);
        using var response = await gateway.SendAsync(Prompts.Whole);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(2, upstream.Requests.Select(request => request.Key).Distinct().Count());
    }

    [Theory]
    [InlineData(Prompts.Streamed, 120)]
    [InlineData(Prompts.Whole, 300)]
    public async Task An_upstream_that_does_not_begin_in_time_is_left(string body, int seconds)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = new FakeUpstream(async (request, wire) =>
        {
            if (request.Number > 1)
            {
                await wire.AnswerAsync(200, Prompts.Answer);
                return;
            }

            asked.SetResult();
            await wire.ClosedByGatewayAsync();
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url, upstream.Url);
        var sending = gateway.SendAsync(body);
        await asked.Task;
        gateway.FakeTime.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.Single(upstream.Requests);
        gateway.FakeTime.Advance(TimeSpan.FromSeconds(2));
        using var response = await sending;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("first_byte_timeout", (await gateway.RowAsync()).Attempts[0].Outcome);
    }

    [Fact]
    public async Task The_clients_own_mistake_goes_back_once_as_it_came()
    {
        var body = Prompts.Error("invalid_request_error", "prompt is too long: 5 tokens > 3 maximum");
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(400, body, "request-id: req_1\r\n"));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url, upstream.Url);
        using var response = await gateway.SendAsync(Prompts.Streamed);
        Assert.Equal((400, body), ((int)response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Equal("req_1", Assert.Single(response.Headers.GetValues("request-id")));
        Assert.Equal("1", Assert.Single(response.Headers.GetValues("x-warmpath-attempts")));
        Assert.Single(upstream.Requests);
        var row = await gateway.RowAsync();
        Assert.Equal((EndState.Error, 400, "invalid_request_error"), (row.End, row.Status, row.ErrorType));
    }

    [Fact]
    public async Task An_error_body_beyond_what_is_judged_still_goes_back_whole()
    {
        var body = Prompts.Error("invalid_request_error", new string('m', 300_000));
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(400, body));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        using var response = await gateway.SendAsync(Prompts.Whole);
        Assert.True(body == await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_model_that_no_key_has_is_the_providers_own_404()
    {
        var body = Prompts.Error("not_found_error", "model: claude-x");
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(404, body));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url, upstream.Url);
        using var response = await gateway.SendAsync(Prompts.Whole);
        Assert.Equal((404, body), ((int)response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Equal(2, upstream.Requests.Count);
    }

    [Fact]
    public async Task A_redirect_is_neither_followed_nor_shown()
    {
        await using var elsewhere = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(307, "", $"location: {elsewhere.Url}/\r\n"));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        await gateway.ChangeSettingsAsync(settings => settings with { MaximumWaitSeconds = 0 });
        using var response = await gateway.SendAsync(Prompts.Whole);
        Assert.Equal(503, (int)response.StatusCode);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task No_key_at_all_is_503_and_final()
    {
        await using var gateway = await TestGateway.StartAsync(null);
        using var response = await gateway.SendAsync(Prompts.Whole);
        Assert.Equal(503, (int)response.StatusCode);
        Assert.Equal("false", Assert.Single(response.Headers.GetValues("x-should-retry")));
        Assert.Equal("0", Assert.Single(response.Headers.GetValues("x-warmpath-attempts")));
        Assert.Equal((EndState.Error, 503, "api_error"), await gateway.RowAsync() is var row ? (row.End, row.Status, row.ErrorType) : default);
    }

    [Fact]
    public async Task Nobody_listening_is_502()
    {
        string closed;
        await using (var upstream = new FakeUpstream((_, _) => Task.CompletedTask))
        {
            closed = upstream.Url;
        }

        await using var gateway = await TestGateway.StartAsync(null, closed);
        await gateway.ChangeSettingsAsync(settings => settings with { MaximumWaitSeconds = 0 });
        using var response = await gateway.SendAsync(Prompts.Whole);
        Assert.Equal(502, (int)response.StatusCode);
        Assert.Equal("no_connection", Assert.Single((await gateway.RowAsync()).Attempts).Outcome);
    }

    [Fact]
    public async Task A_model_that_the_one_usable_key_lacks_is_that_providers_own_404_whatever_came_after_it()
    {
        var body = Prompts.Error("not_found_error", "model: claude-x");
        await using var upstream = new FakeUpstream((request, wire) => request.Number == 1
            ? wire.AnswerAsync(404, body)
            : wire.AnswerAsync(400, Prompts.Error("invalid_request_error", "Your credit balance is too low to access the Anthropic API.")));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url, upstream.Url);
        using var response = await gateway.SendAsync(Prompts.Whole);
        Assert.Equal((404, body), ((int)response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Equal(2, upstream.Requests.Count);
    }

    [Fact]
    public async Task What_is_refused_finds_no_home_and_does_not_say_so()
    {
        await using var upstream = new FakeUpstream((request, wire) =>
            request.Number == 1 ? wire.AnswerAsync(400, Prompts.Error("invalid_request_error")) : wire.AnswerAsync(200, Prompts.Answer));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        var marked = Prompts.Whole.Replace(
            "\"the prompt's own words\"",
            $$$"""[{"type":"text","text":"{{{string.Join(' ', Enumerable.Repeat("words", 10_000))}}}","cache_control":{"type":"ephemeral"}}]""",
            StringComparison.Ordinal);
        using var refused = await gateway.SendAsync(marked);
        using var served = await gateway.SendAsync(marked);
        Assert.False(refused.Headers.Contains("x-warmpath-decision"));
        Assert.Equal("placed", Assert.Single(served.Headers.GetValues("x-warmpath-decision")));
    }

    [Fact]
    public async Task An_error_whose_body_breaks_is_not_taken_for_a_whole_one()
    {
        await using var upstream = new FakeUpstream(async (_, wire) =>
        {
            await wire.SendAsync("HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n");
            await wire.ChunkAsync("{\"type\":\"error\",");
            wire.Close();
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        using var response = await gateway.Client.SendAsync(gateway.Message(Prompts.Whole), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(400, (int)response.StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync());
        Assert.Equal(EndState.Truncated, (await gateway.RowOnceWrittenAsync()).End);
    }

    [Fact]
    public async Task An_answer_in_one_piece_that_does_not_come_in_time_is_left_though_its_headers_came()
    {
        await using var upstream = new FakeUpstream(async (request, wire) =>
        {
            if (request.Number > 1)
            {
                await wire.AnswerAsync(200, Prompts.Answer);
                return;
            }

            await wire.SendAsync("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{\"id\"");
            await wire.ClosedByGatewayAsync();
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url, upstream.Url);
        using var response = await gateway.AdvanceUntilAsync(gateway.SendAsync(Prompts.Whole));
        Assert.Equal((HttpStatusCode.OK, Prompts.Answer), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Equal("2", Assert.Single(response.Headers.GetValues("x-warmpath-attempts")));
    }

    [Fact]
    public async Task A_limit_longer_than_the_wait_is_429_with_at_most_a_minute_in_the_header()
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(429, Prompts.Error("rate_limit_error"), "retry-after: 600\r\n"));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        using var response = await gateway.SendAsync(Prompts.Whole);
        Assert.Equal(429, (int)response.StatusCode);
        Assert.Equal("60", Assert.Single(response.Headers.GetValues("retry-after")));
        Assert.Contains("rate_limit_error", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_short_limit_is_waited_out()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        var asked = new ConcurrentQueue<DateTimeOffset>();
        await using var upstream = new FakeUpstream((request, wire) =>
        {
            asked.Enqueue(clock.GetUtcNow());
            return request.Number == 1 ? wire.AnswerAsync(429, Prompts.Error("rate_limit_error"), "retry-after: 1\r\n") : wire.AnswerAsync(200, Prompts.Answer);
        });
        await using var gateway = await TestGateway.StartAsync(clock, upstream.Url);
        using var response = await gateway.AdvanceWhileHeldAsync(gateway.SendAsync(Prompts.Whole));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("failed-over,waited", Assert.Single(response.Headers.GetValues("x-warmpath-decision")));
        Assert.InRange(int.Parse(Assert.Single(response.Headers.GetValues("x-warmpath-wait-ms")), null), 1, 1500);
        Assert.True(asked.Last() - asked.First() >= TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData(false, 503)]
    [InlineData(true, 529)]
    public async Task An_overload_without_end_is_503_or_by_a_setting_the_providers_own(bool pass, int status)
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(529, Prompts.Error("overloaded_error")));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        await gateway.ChangeSettingsAsync(settings => settings with { MaximumWaitSeconds = 0, PassOverloaded = pass });
        using var response = await gateway.AdvanceUntilAsync(gateway.SendAsync(Prompts.Whole));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(pass, (await response.Content.ReadAsStringAsync()).Contains("overloaded_error", StringComparison.Ordinal));
        Assert.Equal(pass ? null : "5", response.Headers.TryGetValues("retry-after", out var values) ? Assert.Single(values) : null);
    }

    [Fact]
    public async Task Neither_secrets_nor_prompts_are_ever_logged()
    {
        await using var upstream = new FakeUpstream((request, wire) => wire.AnswerAsync(request.Number == 1 ? 401 : 500, Prompts.Error("api_error")));
        await using var gateway = await TestGateway.StartAsync(TimeProvider.System, upstream.Url, upstream.Url);
        await gateway.ChangeSettingsAsync(settings => settings with { MaximumWaitSeconds = 0 });
        using var response = await gateway.SendAsync(Prompts.Whole);
        Assert.NotEmpty(gateway.Log.Lines);
        Assert.DoesNotContain(gateway.Log.Lines, line =>
            line.Text.Contains("secret-", StringComparison.Ordinal)
            || line.Text.Contains("own words", StringComparison.Ordinal)
            || line.Text.Contains(gateway.Token, StringComparison.Ordinal));
    }

    private static string OutcomeOf(string fault) => fault switch
    {
        "status" => "authentication_error",
        "error event" or "error event after start" => "overloaded_error",
        _ => "truncated",
    };
}
