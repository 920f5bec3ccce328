using Warmpath.Gateway.Tests.Hosting;

namespace Warmpath.Gateway.Tests.DataPlane;

/// <summary>An upstream that never comes to an end of something. What is read of it has a bound, and another upstream serves.</summary>
public class HostileUpstreamTests
{
    [Theory]
    [InlineData("status line")]
    [InlineData("header")]
    [InlineData("headers")]
    [InlineData("interim answers")]
    [InlineData("error body")]
    [InlineData("pings")]
    [InlineData("chunk extension")]
    public async Task What_has_no_end_before_the_first_content_is_left_and_another_upstream_serves(string endless)
    {
        var sent = 0L;
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = 0;
        await using var upstream = new FakeUpstream(async (request, wire) =>
        {
            if (!request.Line.Contains("/v1/messages?", StringComparison.Ordinal) || Interlocked.Exchange(ref first, 1) == 1)
            {
                await wire.StreamAsync(Prompts.WholeStream);
                return;
            }

            try
            {
                var (beginning, piece) = Endless(endless);
                await wire.SendAsync(beginning);
                while (true)
                {
                    await wire.SendAsync(piece);
                    Interlocked.Add(ref sent, piece.Length);
                    await Task.Delay(endless == "pings" ? 1 : 0); // a megabyte of them at once would be passed on
                }
            }
            finally
            {
                left.SetResult();
            }
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url, upstream.Url);
        using var response = await gateway.AdvanceUntilAsync(gateway.SendAsync(Prompts.Streamed));
        Assert.Equal(Prompts.WholeStream, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await left.Task.WaitAsync(TestContext.Current.CancellationToken);

        // Interim answers and pings are read until the first byte limit, and forgotten; of the others there is no more than the machine takes unread.
        Assert.True(endless is "interim answers" or "pings" || sent < 32 * 1024 * 1024, $"{sent} bytes were taken");
        var row = await gateway.RowAsync();
        Assert.Equal("ok", row.Attempts[^1].Outcome);
        Assert.NotEqual("ok", row.Attempts[0].Outcome);
    }

    private static (string Beginning, string Piece) Endless(string what)
    {
        const string head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n";
        const string chunked = "transfer-encoding: chunked\r\n\r\n";
        const string ping = "event: ping\ndata: {\"type\": \"ping\"}\n\n";
        return what switch
        {
            "status line" => ("HTTP/1.1 200 ", "OK"),
            "header" => (head + "x-long: ", new string('x', 100)),
            "headers" => (head, $"x-more: {new string('x', 100)}\r\n"),
            "interim answers" => ("", "HTTP/1.1 103 Early Hints\r\nlink: </>\r\n\r\n"),
            "error body" => ("HTTP/1.1 403 Forbidden\r\ncontent-type: text/html\r\n" + chunked, "64\r\n" + new string('x', 100) + "\r\n"),
            "pings" => (head + chunked, $"{ping.Length:x}\r\n{ping}\r\n"),
            _ => (head + chunked + "1;", new string('x', 100)),
        };
    }
}
