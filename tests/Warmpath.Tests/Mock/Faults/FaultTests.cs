using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Warmpath.Mock.Faults;

namespace Warmpath.Tests.Mock.Faults;

/// <summary>Each fault as a client meets it.</summary>
public class FaultTests
{
    [Theory]
    [InlineData(FaultName.RateLimit, 429, "rate_limit_error", "would exceed your organization's rate limit")]
    [InlineData(FaultName.Acceleration, 429, "rate_limit_error", "acceleration")]
    [InlineData(FaultName.SpendCap, 429, "rate_limit_error", "2026-12-01 at 00:00 UTC")]
    [InlineData(FaultName.UsageLimit400, 400, "invalid_request_error", "You have reached your specified API usage limits")]
    [InlineData(FaultName.Credit400, 400, "invalid_request_error", "Your credit balance is too low to access the Anthropic API")]
    [InlineData(FaultName.Billing402, 402, "billing_error", "billing")]
    [InlineData(FaultName.OrganizationDisabled400, 400, "invalid_request_error", "This organization has been disabled")]
    [InlineData(FaultName.InvalidKey401, 401, "authentication_error", "invalid x-api-key")]
    [InlineData(FaultName.Permission403, 403, "permission_error", MockClient.Model)]
    [InlineData(FaultName.NotFound404, 404, "not_found_error", "model: " + MockClient.Model)]
    [InlineData(FaultName.Conflict409, 409, "conflict_error", "")]
    [InlineData(FaultName.TooLarge413, 413, "request_too_large", "")]
    [InlineData(FaultName.InvalidRequest400, 400, "invalid_request_error", "")]
    [InlineData(FaultName.Signature400, 400, "invalid_request_error", "Invalid `signature` in `thinking` block")]
    [InlineData(FaultName.ApiError500, 500, "api_error", "")]
    [InlineData(FaultName.Timeout504, 504, "timeout_error", "")]
    [InlineData(FaultName.Overloaded529, 529, "overloaded_error", "Overloaded")]
    public async Task An_error_has_its_status_type_and_text(string name, int status, string type, string text)
    {
        await using var mock = await MockClient.StartAsync();
        mock.Server.Faults.Add(new(name) { Times = 1 });

        using var response = await mock.PostAsync(MockClient.Body("hello", stream: true));

        var error = await response.Json();
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(type, error["error"]!["type"]!.Text());
        Assert.Contains(text, error["error"]!["message"]!.Text(), StringComparison.Ordinal);
        Assert.Equal(response.Header("request-id"), error["request_id"]!.Text());
        Assert.Null(response.Header("retry-after"));
        Assert.Equal(name == FaultName.InvalidKey401, response.Header("anthropic-organization-id") is null);
        Assert.Equal(name, mock.Server.Requests.List()[^1].Fault);
        await mock.StreamAsync(MockClient.Body("hello", stream: true)); // once is once
    }

    [Fact]
    public async Task A_spend_cap_has_a_code()
    {
        await using var mock = await MockClient.StartAsync();
        mock.Server.Faults.Add(new(FaultName.SpendCap));

        using var response = await mock.PostAsync(MockClient.Body("hello"));

        Assert.Equal("enforced_spend_limit_reached", (await response.Json())["error"]!["details"]!["error_code"]!.Text());
    }

    [Fact]
    public async Task Retry_after_and_should_retry_are_sent_when_they_are_told()
    {
        await using var mock = await MockClient.StartAsync();
        mock.Server.Faults.Add(new(FaultName.RateLimit) { RetryAfter = 1.2, ShouldRetry = false });

        using var response = await mock.PostAsync(MockClient.Body("hello"));

        Assert.Equal("2", response.Header("retry-after"));
        Assert.Equal("false", response.Header("x-should-retry"));
    }

    [Fact]
    public async Task A_gateway_error_is_a_page()
    {
        await using var mock = await MockClient.StartAsync();
        mock.Server.Faults.Add(new(FaultName.BadGateway502Html));

        using var response = await mock.PostAsync(MockClient.Body("hello"));

        Assert.Equal(502, (int)response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_redirect_leads_to_where_the_log_shows_who_followed()
    {
        await using var mock = await MockClient.StartAsync();
        mock.Server.Faults.Add(new(FaultName.Redirect301));

        using var response = await mock.PostAsync(MockClient.Body("hello"));
        using var followed = await mock.SendAsync(HttpMethod.Get, response.Headers.Location!.OriginalString);

        Assert.Equal(301, (int)response.StatusCode);
        Assert.Equal(404, (int)followed.StatusCode);
        Assert.Equal("/mock/redirected", mock.Server.Requests.List()[^1].Path);
    }

    [Fact]
    public async Task A_slow_answer_is_late_and_well()
    {
        await using var mock = await MockClient.StartAsync();
        mock.Server.Faults.Add(new(FaultName.Slow) { DelayMs = 20_000 });

        await mock.AnswerAsync(MockClient.Body("hello"));

        Assert.Equal(TimeSpan.FromSeconds(20), mock.Time.GetUtcNow() - JumpingTime.Start);
    }

    [Fact]
    public async Task A_close_ends_the_connection_before_headers()
    {
        await using var mock = await MockClient.StartAsync();
        mock.Server.Faults.Add(new(FaultName.Close));

        await Assert.ThrowsAsync<HttpRequestException>(() => mock.PostAsync(MockClient.Body("hello")));
    }

    [Fact]
    public async Task A_hang_sends_nothing()
    {
        await using var mock = await MockClient.StartAsync();
        mock.Server.Faults.Add(new(FaultName.Hang));
        using var connection = await RawAsync(mock);

        await mock.LoggedAsync(request => request.Fault is not null);

        Assert.Equal(0, connection.Available);
        Assert.Equal(0, mock.Server.Requests.List()[0].Status);
    }

    [Theory]
    [InlineData(FaultName.CutBeforeStart, null, false)]
    [InlineData(FaultName.CutAfterStart, "message_start", false)]
    [InlineData(FaultName.CutAfterContent, "content_block_delta", false)]
    [InlineData(FaultName.CutAfterBlock, "content_block_stop", false)]
    [InlineData(FaultName.EndAfterContent, "content_block_delta", true)]
    [InlineData(FaultName.EndWithoutStop, "message_delta", true)]
    [InlineData(FaultName.MalformedJson, "content_block_start", true)]
    public async Task A_broken_stream_has_its_last_event_and_its_end(string name, string? last, bool clean)
    {
        await using var mock = await MockClient.StartAsync();
        mock.Server.Faults.Add(new(name));
        using var connection = await RawAsync(mock);

        var answer = await ReadToEndAsync(connection, clean);

        var events = answer.Split('\n').Where(line => line.StartsWith("event: ", StringComparison.Ordinal)).ToArray();
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Equal(last, events.LastOrDefault()?["event: ".Length..].Trim());
        Assert.Equal(clean, answer.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Malformed_json_breaks_off_inside_an_event()
    {
        await using var mock = await MockClient.StartAsync();
        mock.Server.Faults.Add(new(FaultName.MalformedJson));
        using var response = await mock.PostAsync(MockClient.Body("hello", stream: true));

        var lines = (await response.Content.ReadAsStringAsync()).Split('\n');
        var data = lines.Last(line => line.StartsWith("data: ", StringComparison.Ordinal));

        Assert.ThrowsAny<System.Text.Json.JsonException>(() => JsonNode.Parse(data[6..]));
    }

    [Theory]
    [InlineData(FaultName.StreamErrorFirst, 0)]
    [InlineData(FaultName.StreamErrorAfter, 4)]
    [InlineData(FaultName.StreamErrorAfterBlock, 6)]
    public async Task An_error_in_a_stream_is_its_last_event(string name, int before)
    {
        await using var mock = await MockClient.StartAsync();
        mock.Server.Faults.Add(new(name) { ErrorType = "api_error" });

        var events = await mock.StreamAsync(MockClient.Body("hello", stream: true));

        Assert.Equal(before, events.Length - 1);
        Assert.Equal("error", events[^1]["type"]!.Text());
        Assert.Equal("api_error", events[^1]["error"]!["type"]!.Text());
    }

    [Theory]
    [InlineData(FaultName.SilentStream, false)]
    [InlineData(FaultName.SilentAfterContent, true)]
    public async Task A_silent_stream_stays_open(string name, bool content)
    {
        await using var mock = await MockClient.StartAsync();
        mock.Server.Faults.Add(new(name));
        using var response = await mock.PostAsync(MockClient.Body("hello", stream: true));
        using var body = new StreamReader(await response.Content.ReadAsStreamAsync());
        for (var line = ""; content && !line!.Contains("content_block_delta", StringComparison.Ordinal); line = await body.ReadLineAsync())
        {
        }

        // The rest of the delta, then nothing: a read is still waiting when the log shows that the answer has not ended.
        if (content)
        {
            await body.ReadLineAsync();
            await body.ReadLineAsync();
        }

        var more = body.ReadLineAsync();

        Assert.False(more.IsCompleted);
        Assert.Null(mock.Server.Requests.List()[^1].Ended);
    }

    [Theory]
    [InlineData(FaultName.CutAfterContent)]
    [InlineData(FaultName.EndWithoutStop)]
    public async Task A_whole_answer_is_cut_in_its_middle(string name)
    {
        await using var mock = await MockClient.StartAsync();
        mock.Server.Faults.Add(new(name));
        using var response = await mock.PostAsync(MockClient.Body("hello"));

        Assert.Equal(200, (int)response.StatusCode);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_whole_answer_fails_with_the_error_that_a_stream_would_hold()
    {
        await using var mock = await MockClient.StartAsync();
        mock.Server.Faults.Add(new(FaultName.StreamErrorAfter));
        using var response = await mock.PostAsync(MockClient.Body("hello"));

        Assert.Equal(529, (int)response.StatusCode);
    }

    [Fact]
    public async Task Every_fault_can_be_played_over_http_and_ended()
    {
        await using var mock = await MockClient.StartAsync();
        foreach (var name in FaultName.All)
        {
            using var added = await PostFaultAsync(mock, $$"""{"fault":"{{name}}","organization":"acme","retryAfter":5}""");
            Assert.Equal(200, (int)added.StatusCode);
        }

        Assert.Equal(FaultName.All, mock.Server.Faults.List().Select(fault => fault.Name));
        using var cleared = await mock.Http.DeleteAsync(mock.Server.BaseUrl + "/mock/faults");
        Assert.Equal(204, (int)cleared.StatusCode);
        await mock.AnswerAsync(MockClient.Body("hello"));
    }

    [Theory]
    [InlineData("""{"fault":"no_such_fault"}""", "There is no fault 'no_such_fault'. There are: rate_limit,")]
    [InlineData("""{"fault":"hang","route":"nowhere"}""", "There is no route 'nowhere'. There are: all,")]
    [InlineData("""{"fault":"hang","organization":"nobody"}""", "There is no organization 'nobody'. There are: acme, globex.")]
    [InlineData("""{"fault":"hang","key":"nobodys"}""", "There is no key 'nobodys'. There are: acme-1,")]
    [InlineData("""{"fault":"hang","unknown":1}""", "There is no field 'unknown'. There are: fault,")]
    [InlineData("""{"fault":"hang","times":"often"}""", "The field 'times' is of another type;")]
    [InlineData("""{"times":1}""", "'fault' has to name one. There are: rate_limit,")]
    [InlineData("{}", "'fault' has to name one.")]
    [InlineData("null", "A fault is a JSON object,")]
    [InlineData("", "The body is no JSON.")]
    public async Task A_fault_that_there_is_not_is_refused_and_told_why(string fault, string why)
    {
        await using var mock = await MockClient.StartAsync();
        using var response = await PostFaultAsync(mock, fault);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.StartsWith(why, JsonNode.Parse(await response.Content.ReadAsStringAsync())!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Empty(mock.Server.Faults.List());
    }

    private static Task<HttpResponseMessage> PostFaultAsync(MockClient mock, string fault) =>
        mock.Http.PostAsync(mock.Server.BaseUrl + "/mock/faults", new StringContent(fault, Encoding.UTF8, "application/json"));

    /// <summary>A streaming request over a bare connection: what a library makes of an end of stream is not the question here.</summary>
    private static async Task<TcpClient> RawAsync(MockClient mock)
    {
        var address = new Uri(mock.Server.BaseUrl);
        var connection = new TcpClient();
        await connection.ConnectAsync(address.Host, address.Port);
        var body = MockClient.Body("hello", stream: true).ToJsonString();
        var headers = $"Host: mock\r\nx-api-key: sk-ant-mock-acme-1\r\nContent-Length: {body.Length}\r\n";
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST /v1/messages HTTP/1.1\r\n{headers}\r\n{body}"));
        return connection;
    }

    /// <summary>Until the server closes; or, as it keeps a connection after a clean end, until the body ends.</summary>
    private static async Task<string> ReadToEndAsync(TcpClient connection, bool clean)
    {
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        while (!clean || !answer.ToString().EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await connection.GetStream().ReadAsync(buffer);
            if (read == 0)
            {
                break;
            }

            answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return answer.ToString();
    }
}
