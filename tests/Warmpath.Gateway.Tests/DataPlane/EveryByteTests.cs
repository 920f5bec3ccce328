using System.Globalization;
using System.Text;
using Warmpath.Gateway.Relaying;
using Warmpath.Gateway.Tests.Hosting;

namespace Warmpath.Gateway.Tests.DataPlane;

/// <summary>A recorded stream that breaks at every position of its bytes on the wire, headers and framing included.</summary>
public class EveryByteTests
{
    private static readonly string[] Events = [Prompts.Start, "event: ping\ndata: {}\n\n", Prompts.Content, Prompts.Text, Prompts.Text, Prompts.Delta, Prompts.Stop];
    private static readonly string Body = string.Concat(Events);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Until_the_first_content_is_whole_nobody_notices_and_from_there_on_nobody_takes_it_for_whole(bool resets)
    {
        var recorded = Encoding.Latin1.GetBytes(Recorded());
        var cut = -1;
        await using var upstream = new FakeUpstream(async (request, wire) =>
        {
            // The gateway also checks whoever was blamed, by a call of its own.
            var length = request.Line.Contains("/v1/messages", StringComparison.Ordinal) ? Interlocked.Exchange(ref cut, -1) : -1;
            await wire.SendAsync(length < 0 ? recorded : recorded[..length]);
            if (length >= 0 && resets)
            {
                wire.Reset();
            }
            else if (length >= 0)
            {
                wire.Close();
            }
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url, upstream.Url);
        var broken = 0;
        for (var length = 0; length <= recorded.Length; length++)
        {
            Volatile.Write(ref cut, length);
            var came = Unframed(recorded.AsSpan(0, length), wholeChunks: false);
            var sure = resets ? "" : Unframed(recorded.AsSpan(0, length), wholeChunks: true);
            var (text, ended) = await ReadAsync(gateway);
            Assert.Equal(-1, Volatile.Read(ref cut));
            if (ended)
            {
                Assert.Equal(Body, text);
                Assert.True(!sure.Contains(Prompts.Content, StringComparison.Ordinal) || came == Body, $"at {length}: a second attempt after the first content");
            }
            else
            {
                // A reset may overtake what was sent before it, and so may an end what was not a whole chunk yet: no more than that is missing.
                broken++;
                Assert.Contains(Prompts.Content, text, StringComparison.Ordinal);
                Assert.True(came.StartsWith(text, StringComparison.Ordinal) && text.Length >= sure.Length, $"at {length}: {text.Length} of {came.Length} came");
                Assert.NotEqual(Body, text);
            }

            gateway.FakeTime.Advance(TimeSpan.FromMinutes(10)); // whoever was blamed for it is healthy again
        }

        Assert.True(broken > 100);
        var sum = await gateway.SumAsync();
        while (sum.Requests <= recorded.Length)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken); // a broken answer's row follows it
            sum = await gateway.SumAsync();
        }

        Assert.Equal((recorded.Length + 1, broken), (sum.Requests, sum.Errors));
    }

    [Theory]
    [InlineData("a bit of it is wrong")]
    [InlineData("it is missing")]
    [InlineData("it is there twice")]
    [InlineData("it is zero")]
    [InlineData("it ends a line")]
    public async Task Whatever_byte_is_wrong_before_the_first_content_a_client_gets_a_whole_answer_or_an_error_or_an_end_that_is_none(string how)
    {
        var recorded = Encoding.Latin1.GetBytes(Recorded());
        byte[]? wrong = null;
        await using var upstream = new FakeUpstream(async (request, wire) =>
        {
            var mutated = request.Line.Contains("/v1/messages?", StringComparison.Ordinal) ? Interlocked.Exchange(ref wrong, null) : null;
            await wire.SendAsync(mutated ?? recorded);
            if (mutated is not null)
            {
                wire.Close();
            }
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url, upstream.Url);
        var end = Recorded().IndexOf(Prompts.Content, StringComparison.Ordinal) + Prompts.Content.Length;
        var unseen = 0;
        for (var at = 0; at < end; at++)
        {
            Volatile.Write(ref wrong, Mutated(recorded, at, how));
            using var response = await gateway.AdvanceUntilAsync(gateway.SendAsync(Prompts.Streamed));
            Assert.Null(Volatile.Read(ref wrong));
            var (text, ended) = await ReadAsync(response);
            using var tap = new MessagesTap();
            tap.Feed(Encoding.Latin1.GetBytes(text));
            var isRight = (int)response.StatusCode switch
            {
                >= 400 => ended,
                >= 200 and < 300 => ended ? tap.Stopped : tap.HasContent,
                _ => false,
            };
            Assert.True(isRight, $"{how} at {at}: {(int)response.StatusCode}, {(ended ? "whole" : "broken")}: {text}");
            unseen += response.IsSuccessStatusCode && text == Body ? 1 : 0;
            gateway.FakeTime.Advance(TimeSpan.FromMinutes(10)); // whoever was blamed for it is healthy again
        }

        Assert.InRange(unseen, end / 10, end); // the others were passed on as they came, whole
        Assert.DoesNotContain(gateway.Log.Lines, line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    private static byte[] Mutated(byte[] bytes, int at, string how) => how switch
    {
        "it is missing" => [.. bytes[..at], .. bytes[(at + 1)..]],
        "it is there twice" => [.. bytes[..at], .. bytes[at..(at + 1)], .. bytes[at..]],
        "it is zero" => [.. bytes[..at], 0, .. bytes[(at + 1)..]],
        "it ends a line" => [.. bytes[..at], (byte)'\n', .. bytes[(at + 1)..]],
        _ => [.. bytes[..at], (byte)(bytes[at] ^ (1 << (at % 8))), .. bytes[(at + 1)..]],
    };

    [Fact]
    public async Task A_request_that_comes_byte_by_byte_arrives_as_it_was_sent()
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        using var socket = await gateway.ConnectAsync("");
        foreach (var octet in Encoding.Latin1.GetBytes(gateway.RawMessage(Prompts.Whole).Replace("host:", "connection: close\r\nhost:", StringComparison.Ordinal)))
        {
            await socket.SendAsync(new[] { octet });
        }

        Assert.Contains(Prompts.Answer, await TestGateway.ReadToEndAsync(socket), StringComparison.Ordinal);
        Assert.Equal(Prompts.Whole, Assert.Single(upstream.Requests).Text);
    }

    private static async Task<(string Text, bool Ended)> ReadAsync(TestGateway gateway)
    {
        // A check of the key that was blamed before may fail beside the attempt: then no key is left, and the request waits for one.
        var sending = gateway.SendAsync(Prompts.Streamed);
        await Task.WhenAny(sending, Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken));
        using var response = await gateway.AdvanceUntilAsync(sending);
        Assert.Equal(200, (int)response.StatusCode);
        return await ReadAsync(response);
    }

    private static async Task<(string Text, bool Ended)> ReadAsync(HttpResponseMessage response)
    {
        await using var body = await response.Content.ReadAsStreamAsync();
        var text = new StringBuilder();
        var piece = new byte[4096];
        try
        {
            while (await body.ReadAsync(piece) is > 0 and var read)
            {
                text.Append(Encoding.Latin1.GetString(piece, 0, read));
            }

            return (text.ToString(), true);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return (text.ToString(), false);
        }
    }

    private static string Recorded()
    {
        var wire = new StringBuilder("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\n\r\n");
        foreach (var text in Events)
        {
            wire.Append(CultureInfo.InvariantCulture, $"{text.Length:x}\r\n{text}\r\n");
        }

        return wire.Append("0\r\n\r\n").ToString();
    }

    /// <summary>What of the body has come with these bytes of the wire.</summary>
    private static string Unframed(ReadOnlySpan<byte> wire, bool wholeChunks)
    {
        var text = Encoding.Latin1.GetString(wire);
        var at = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        if (at < 4)
        {
            return "";
        }

        var body = new StringBuilder();
        foreach (var part in Events)
        {
            at += part.Length.ToString("x", CultureInfo.InvariantCulture).Length + 2;
            if (at + (wholeChunks ? part.Length + 2 : 1) > text.Length)
            {
                break;
            }

            body.Append(text.AsSpan(at, Math.Min(part.Length, text.Length - at)));
            at += part.Length + 2;
        }

        return body.ToString();
    }
}
