using System.Net;
using System.Text;
using Warmpath.Gateway.Tests.Hosting;
using Warmpath.Routing;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Tests.DataPlane;

/// <summary>What goes through unchanged, and what the gateway adds.</summary>
public class PassingThroughTests
{
    [Fact]
    public async Task A_request_arrives_byte_for_byte_with_the_keys_credential_in_place_of_the_clients()
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        var body = """{"model":"m",  "stream":false,"messages":[],"x":1e2}""";
        using var client = await gateway.ConnectAsync(
            $"POST /anthropic/v1/messages?beta=true&a=%2f+b HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer {gateway.Token}\r\nx-api-key: {gateway.Token}\r\n"
            + "anthropic-beta: a-2025, b;q=1\r\nX-Latin: caf\u00e9\r\nUser-Agent: claude-cli/2.1.330 (external, cli)\r\nAccept-Encoding: gzip, br\r\n"
            + "TE: trailers\r\nX-Hop: 1\r\nConnection: close, x-hop\r\nX-Claude-Code-Session-Id: s1\r\nContent-Type: application/json; charset=x\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}");
        await TestGateway.ReadToEndAsync(client);

        var request = Assert.Single(upstream.Requests);
        Assert.Equal("POST /v1/messages?beta=true&a=%2f+b HTTP/1.1", request.Line);
        Assert.Equal(body, request.Text);
        Assert.Equal("secret-1", request.Key);
        Assert.Equal("a-2025, b;q=1", request.Header("anthropic-beta"));
        Assert.Equal("caf\u00e9", request.Header("x-latin"));
        Assert.Equal("claude-cli/2.1.330 (external, cli)", request.Header("user-agent"));
        Assert.Equal("application/json; charset=x", request.Header("content-type"));
        Assert.Equal("s1", request.Header("x-claude-code-session-id"));
        Assert.Equal("identity", request.Header("accept-encoding"));
        Assert.DoesNotContain(gateway.Token, request.Head);
        foreach (var gone in new[] { "authorization", "te", "x-hop", "connection", "anthropic-version", "traceparent", "transfer-encoding" })
        {
            Assert.Null(request.Header(gone));
        }
    }

    [Theory]
    [InlineData("x-hop")]
    [InlineData("keep-alive, X-Hop")]
    [InlineData("close, x-other, x-hop")]
    [InlineData("x-hop,keep-alive")]
    public async Task Headers_named_in_Connection_stay_here_whatever_else_it_says(string connection)
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        using var client = await gateway.ConnectAsync(
            gateway.RawMessage(Prompts.Whole).Replace("host:", $"connection: {connection}\r\nx-hop: 1\r\nx-kept: 2\r\nhost:", StringComparison.Ordinal));
        await client.ReceiveAsync(new byte[4096]);
        var request = Assert.Single(upstream.Requests);
        Assert.Null(request.Header("x-hop"));
        Assert.Equal("2", request.Header("x-kept"));
    }

    [Fact]
    public async Task An_answer_goes_back_as_it_came_with_the_gateways_headers_beside_the_providers()
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(
            200, Prompts.Answer, "request-id: req_9\r\nanthropic-organization-id: org-uuid\r\nX-Latin: caf\u00e9\r\nConnection: x-hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\n"));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        using var response = await gateway.SendAsync(Prompts.Whole);
        var headers = response.Headers;

        Assert.Equal(Prompts.Answer, await response.Content.ReadAsStringAsync());
        Assert.Equal(Prompts.Answer.Length, response.Content.Headers.ContentLength);
        Assert.Equal("req_9", Assert.Single(headers.GetValues("request-id")));
        Assert.True(headers.Contains("x-latin"));
        Assert.False(headers.Contains("x-hop") || headers.Contains("keep-alive") || headers.Contains("server"));
        Assert.Equal("key-1", Assert.Single(headers.GetValues("x-warmpath-key")));
        Assert.Equal("org-uuid", Assert.Single(headers.GetValues("x-warmpath-organization")));
        Assert.Equal("1", Assert.Single(headers.GetValues("x-warmpath-attempts")));
        Assert.Equal("0", Assert.Single(headers.GetValues("x-warmpath-wait-ms")));

        var row = await gateway.RowAsync();
        Assert.Equal(Assert.Single(headers.GetValues("x-warmpath-request-id")), row.Id);
        Assert.Equal((200, EndState.Complete, "org-uuid", "req_9", "key-1"), (row.Status, row.End, row.Organization, row.UpstreamRequestId, row.KeyName));
        Assert.Equal(new Usage(10, 0, 0, 3, 5), row.Usage);
        Assert.True(row.CostNanodollars > 0);
    }

    [Fact]
    public async Task A_stream_goes_through_event_by_event_and_ends_cleanly()
    {
        var next = new SemaphoreSlim(0);
        await using var upstream = new FakeUpstream(async (_, wire) =>
        {
            await wire.BeginStreamAsync();
            await wire.ChunkAsync(Prompts.Start);
            await wire.ChunkAsync(Prompts.Content);
            foreach (var text in new[] { Prompts.Text, ": comment\n\n", Prompts.Text, Prompts.Delta + Prompts.Stop })
            {
                await next.WaitAsync();
                await wire.ChunkAsync(text);
            }

            await wire.EndStreamAsync();
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        using var response = await gateway.SendAsync(Prompts.Streamed);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        // Each event is here before the next one is sent.
        await AssertNextAsync(reader, Prompts.Start + Prompts.Content);
        foreach (var text in new[] { Prompts.Text, ": comment\n\n", Prompts.Text, Prompts.Delta + Prompts.Stop })
        {
            next.Release();
            await AssertNextAsync(reader, text);
        }

        Assert.Equal("", await reader.ReadToEndAsync());
        Assert.Equal("text/event-stream; charset=utf-8", Assert.Single(response.Content.Headers.GetValues("content-type")));
        var row = await gateway.RowAsync();
        Assert.Equal((EndState.Complete, true), (row.End, row.Stream));
        Assert.Equal(new Usage(10, 0, 0, 3, 5), row.Usage);
    }

    [Fact]
    public async Task A_stream_in_pieces_of_one_and_seven_bytes_arrives_whole()
    {
        await using var upstream = new FakeUpstream(async (request, wire) =>
        {
            await wire.BeginStreamAsync();
            foreach (var piece in Prompts.WholeStream.Chunk(request.Number == 1 ? 1 : 7))
            {
                await wire.ChunkAsync(new string(piece));
            }

            await wire.EndStreamAsync();
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        for (var i = 0; i < 2; i++)
        {
            using var response = await gateway.SendAsync(Prompts.Streamed);
            Assert.Equal(Prompts.WholeStream, await response.Content.ReadAsStringAsync());
        }

        Assert.All(await gateway.RowsAsync(), row => Assert.Equal(5, row.Usage?.Output));
    }

    [Fact]
    public async Task The_turn_ends_though_the_upstream_keeps_its_body_open_after_the_stop()
    {
        await using var upstream = new FakeUpstream(async (_, wire) =>
        {
            await wire.BeginStreamAsync();
            await wire.ChunkAsync(Prompts.WholeStream);
            await wire.ClosedByGatewayAsync();
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        using var response = await gateway.SendAsync(Prompts.Streamed);
        Assert.Equal(Prompts.WholeStream, await gateway.AdvanceUntilAsync(response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Json_on_a_stream_request_and_a_stream_on_a_plain_one_go_by_their_content_type()
    {
        await using var upstream = new FakeUpstream((request, wire) => request.Text.Contains("\"stream\":true", StringComparison.Ordinal)
            ? wire.AnswerAsync(200, Prompts.Answer)
            : wire.StreamAsync(Prompts.WholeStream));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        using var json = await gateway.SendAsync(Prompts.Streamed);
        Assert.Equal(Prompts.Answer, await json.Content.ReadAsStringAsync());
        using var stream = await gateway.SendAsync(Prompts.Whole);
        Assert.Equal(Prompts.WholeStream, await stream.Content.ReadAsStringAsync());
        Assert.All(await gateway.RowsAsync(), row => Assert.Equal(5, row.Usage?.Output));
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(3_000_000)]
    [InlineData(10_000_000)]
    public async Task An_answer_of_any_size_arrives_whole(int size)
    {
        var answer = $$$"""{"content":[{"type":"text","text":"{{{new string('x', size)}}}"}],"usage":{"input_tokens":10,"output_tokens":5}}""";
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, answer));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        using var response = await gateway.SendAsync(Prompts.Whole);
        Assert.True(answer == await response.Content.ReadAsStringAsync());
        var row = await gateway.RowAsync();
        Assert.Equal(EndState.Complete, row.End);
        Assert.Equal(size > 8_000_000 ? null : 5, row.Usage?.Output);
    }

    [Fact]
    public async Task An_encoding_that_was_not_asked_for_passes_unread()
    {
        await using var upstream = new FakeUpstream(async (_, wire) =>
        {
            await wire.BeginStreamAsync("content-encoding: gzip\r\n");
            await wire.ChunkAsync("\u001f\u008b opaque");
            await wire.EndStreamAsync();
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        using var response = await gateway.SendAsync(Prompts.Streamed);
        Assert.Equal("\u001f\u008b opaque", Encoding.Latin1.GetString(await response.Content.ReadAsByteArrayAsync()));
        Assert.Equal("gzip", Assert.Single(response.Content.Headers.ContentEncoding));
        var row = await gateway.RowAsync();
        Assert.Null(row.Usage);
        Assert.Equal((EndState.Complete, "opaque"), (row.End, Assert.Single(row.Attempts).Outcome));
    }

    [Theory]
    [InlineData("POST", "/v1/messages/count_tokens?beta=true", "count_tokens")]
    [InlineData("GET", "/v1/models?limit=1000", "models")]
    [InlineData("GET", "/api/anthropic/v1/models/claude-opus-5-5", "models")]
    public async Task The_other_calls_go_through_as_well(string method, string path, string kind)
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, """{"input_tokens":7}"""));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        using var request = gateway.Message(Prompts.Whole, path);
        request.Method = new HttpMethod(method);
        request.Content = method == "GET" ? null : request.Content;
        using var response = await gateway.Client.SendAsync(request);
        Assert.Equal("""{"input_tokens":7}""", await response.Content.ReadAsStringAsync());
        Assert.Equal($"{method} {path.Replace("/api/anthropic", "", StringComparison.Ordinal)} HTTP/1.1", Assert.Single(upstream.Requests).Line);
        var row = await gateway.RowAsync();
        Assert.Equal((kind, null), (row.Kind, row.Usage));
    }

    [Fact]
    public async Task The_warm_up_call_is_answered_here()
    {
        await using var gateway = await TestGateway.StartAsync(null);
        foreach (var method in new[] { HttpMethod.Head, HttpMethod.Get })
        {
            using var response = await gateway.Client.SendAsync(new HttpRequestMessage(method, gateway.Url + "/api/hello"));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    private static async Task AssertNextAsync(StreamReader reader, string expected)
    {
        var text = new char[expected.Length];
        await reader.ReadBlockAsync(text);
        Assert.Equal(expected, new string(text));
    }
}
