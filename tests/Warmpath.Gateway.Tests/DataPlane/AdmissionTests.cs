using System.Net;
using System.Text;
using System.Text.Json;
using Warmpath.Gateway.Admitting;
using Warmpath.Gateway.Tests.Hosting;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Tests.DataPlane;

/// <summary>Who gets in, and with what.</summary>
public class AdmissionTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("authorization: Bearer nobody")]
    [InlineData("authorization: Basic nobody")]
    [InlineData("x-api-key: nobody")]
    public async Task Without_a_virtual_key_nothing_passes(string? credential)
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        using var request = gateway.Message(Prompts.Whole);
        request.Headers.Remove("authorization");
        if (credential?.Split(": ") is [var name, var value])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await gateway.Client.SendAsync(request);
        await AssertErrorAsync(response, 401, "authentication_error");
        Assert.Equal("false", Assert.Single(response.Headers.GetValues("x-should-retry")));
        Assert.Empty(upstream.Requests);
        Assert.Empty(await gateway.RowsAsync());
        Assert.Contains(gateway.Log.Lines, line => line.Text.Contains("1 since this was last said, the latest from 127.0.0.1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_flood_of_requests_without_a_virtual_key_is_told_once_a_minute()
    {
        await using var gateway = await TestGateway.StartAsync(null);
        for (var minute = 0; minute < 3; minute++)
        {
            for (var i = 0; i < 10; i++)
            {
                using var request = gateway.Message(Prompts.Whole);
                request.Headers.Remove("authorization");
                using var response = await gateway.Client.SendAsync(request);
            }

            gateway.FakeTime.Advance(TimeSpan.FromMinutes(1));
        }

        string[] told = [.. gateway.Log.Lines.Select(line => line.Text).Where(text => text.Contains("without a virtual key", StringComparison.Ordinal))];
        Assert.Equal(3, told.Length);
        Assert.Contains(": 1 since", told[0], StringComparison.Ordinal);
        Assert.All(told[1..], text => Assert.Contains(": 10 since", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Either_header_may_hold_the_virtual_key()
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        foreach (var (api, bearer) in new[] { (gateway.Token, null), (null, "bearer " + gateway.Token), ("other", "Bearer " + gateway.Token), (gateway.Token, "Bearer other") })
        {
            using var request = gateway.Message(Prompts.Whole);
            request.Headers.Remove("authorization");
            request.Headers.TryAddWithoutValidation("x-api-key", api ?? "");
            request.Headers.TryAddWithoutValidation("authorization", bearer ?? "");
            using var response = await gateway.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("/v1/messages/")]
    [InlineData("/v1//messages")]
    [InlineData("/V1/messages")]
    [InlineData("/v1/%6dessages")]
    [InlineData("/v1/complete")]
    [InlineData("/nothing/here.json")]
    [InlineData("/anthropic")]
    public async Task An_unknown_path_is_404_in_the_providers_shape_and_never_forwarded(string path)
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        using var socket = await gateway.ConnectAsync($"POST {path} HTTP/1.1\r\nHost: g\r\nx-api-key: {gateway.Token}\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{{}}");
        var answer = await TestGateway.ReadToEndAsync(socket);
        Assert.StartsWith("HTTP/1.1 404 ", answer);
        Assert.Contains("\"type\":\"not_found_error\"", answer);
        Assert.Contains("\"request_id\":\"wreq_", answer);
        Assert.Empty(upstream.Requests);
    }

    [Theory]
    [InlineData("GET", "/v1/messages", "POST")]
    [InlineData("DELETE", "/anthropic/v1/models", "GET")]
    [InlineData("POST", "/api/hello", "GET, HEAD")]
    public async Task A_wrong_method_is_told_the_right_one(string method, string path, string allow)
    {
        await using var gateway = await TestGateway.StartAsync(null);
        using var response = await gateway.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), gateway.Url + path));
        await AssertErrorAsync(response, 405, "invalid_request_error");
        Assert.Equal(allow, string.Join(", ", response.Content.Headers.Allow));
    }

    [Fact]
    public async Task The_other_endpoints_of_the_application_stay_reachable()
    {
        await using var gateway = await TestGateway.StartAsync(null);
        using var response = await gateway.Client.GetAsync(gateway.Url + "/healthz");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"model":"a","model":"b","messages":[]}""")]
    [InlineData("\ufeff{\"model\":\"a\",\"messages\":[]}")]
    public async Task A_body_that_is_no_request_is_400_and_recorded_and_nothing_is_sent_upstream(string body)
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        using var response = await gateway.SendAsync(body);
        await AssertErrorAsync(response, 400, "invalid_request_error");
        Assert.Empty(upstream.Requests);
        var row = await gateway.RowAsync();
        Assert.Equal((EndState.Error, 400, "invalid_request_error"), (row.End, row.Status, row.ErrorType));
    }

    [Fact]
    public async Task A_body_announced_over_the_limit_is_413_before_it_is_sent()
    {
        await using var gateway = await TestGateway.StartAsync(null);
        using var socket = await gateway.ConnectAsync(
            $"POST /v1/messages HTTP/1.1\r\nHost: g\r\nx-api-key: {gateway.Token}\r\nContent-Length: {BodyReader.MaximumBytes + 1}\r\n\r\n");
        var answer = new byte[4096];
        var text = Encoding.ASCII.GetString(answer, 0, await socket.ReceiveAsync(answer));
        Assert.StartsWith("HTTP/1.1 413 ", text);
        Assert.Contains("connection: close", text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("zz")]
    [InlineData("fffffffffffffffff")]
    public async Task A_chunk_whose_size_is_none_is_the_clients_fault(string size)
    {
        await using var gateway = await TestGateway.StartAsync(TimeProvider.System);
        using var socket = await gateway.ConnectAsync(
            $"POST /v1/messages HTTP/1.1\r\nHost: g\r\nx-api-key: {gateway.Token}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\n");
        var text = await TestGateway.ReadToEndAsync(socket);
        Assert.StartsWith("HTTP/1.1 400 ", text, StringComparison.Ordinal);
        Assert.Contains("framing", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_413_in_the_providers_shape_chunked_or_not(bool chunked)
    {
        await using var gateway = await TestGateway.StartAsync(null);
        using var request = gateway.Message(Prompts.Whole);
        request.Content = new ByteArrayContent(new byte[33 * 1024 * 1024]);
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await gateway.Client.SendAsync(request);
        await AssertErrorAsync(response, 413, "request_too_large");
    }

    [Fact]
    public async Task A_body_just_under_the_limit_arrives()
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        using var response = await gateway.SendAsync($$"""{"model":"m","messages":[],"x":"{{new string('x', 31_900_000)}}"}""");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task AssertErrorAsync(HttpResponseMessage response, int status, string type)
    {
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("error", json.RootElement.GetProperty("type").GetString());
        Assert.Equal(type, json.RootElement.GetProperty("error").GetProperty("type").GetString());
        Assert.NotEmpty(json.RootElement.GetProperty("error").GetProperty("message").GetString()!);
        Assert.Equal(Assert.Single(response.Headers.GetValues("x-warmpath-request-id")), json.RootElement.GetProperty("request_id").GetString());
    }
}
