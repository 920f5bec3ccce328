using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Warmpath.Fuzz;
using Warmpath.Fuzz.Mutating;
using Warmpath.Gateway.Relaying;
using Warmpath.Gateway.Tests.Hosting;

namespace Warmpath.Gateway.Tests.Fuzzing;

/// <summary>Mutated event streams from an upstream, in pieces of any size. <c>WARMPATH_FUZZ_WIRE</c> says how many; <c>bench/fuzz</c> sends thousands.</summary>
public partial class StreamFuzzTests(ITestOutputHelper output)
{
    private const int Together = 16;
    private const string CleanEnd = "\r\n0\r\n\r\n";

    private readonly int _runs = int.TryParse(Environment.GetEnvironmentVariable("WARMPATH_FUZZ_WIRE"), CultureInfo.InvariantCulture, out var runs) ? runs : 200;

    [Fact]
    public async Task A_client_gets_the_bytes_that_came_and_a_clean_end_only_for_a_whole_answer()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var mutator = new Mutator(Corpus.Streams, new Random(seed));

        // What is before the commit point fails over unseen, to other tests; here every stream is committed to, and then anything may come.
        string[] streams = [.. Enumerable.Range(0, _runs).Select(_ => Prompts.Start + Prompts.Content + Encoding.Latin1.GetString(mutator.Next()))];
        await using var upstream = new FakeUpstream((request, wire) => PlayAsync(wire, streams[NumberOf(request)]));
        await using var gateway = await TestGateway.StartAsync(TimeProvider.System, upstream.Url);
        var whole = 0;
        await Parallel.ForAsync(0, _runs, new ParallelOptions { MaxDegreeOfParallelism = Together }, async (number, _) =>
        {
            using var socket = await gateway.ConnectAsync(Numbered(gateway, number));
            var answer = await TestGateway.ReadToEndAsync(socket);
            Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
            var (body, isClean) = Unframed(answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 2)..]);
            Assert.True(streams[number].StartsWith(body, StringComparison.Ordinal), $"seed {seed}, stream {number}: other bytes came");
            if (isClean)
            {
                Assert.Equal(streams[number].Length, body.Length);
                Assert.True(IsWhole(body), $"seed {seed}, stream {number}: a clean end without message_stop");
                Interlocked.Increment(ref whole);
            }
        });
        Assert.All(gateway.Log.Lines, line => Assert.True(line.Level < Microsoft.Extensions.Logging.LogLevel.Error, line.Text));
        Assert.InRange(whole, 1, _runs - 1);
        output.WriteLine($"{whole} of {_runs} ended cleanly");
    }

    [Fact]
    public async Task Whatever_comes_before_the_first_content_a_client_gets_a_whole_answer_or_an_error_or_an_end_that_is_none()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var mutator = new Mutator(Corpus.Streams, random);
        byte[]? wrong = null;
        await using var upstream = new FakeUpstream(async (request, wire) =>
        {
            if (Number.IsMatch(request.Line) && Interlocked.Exchange(ref wrong, null) is { } answer)
            {
                await wire.SendAsync(answer);
                wire.Close();
                return;
            }

            await wire.StreamAsync(Prompts.WholeStream);
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url, upstream.Url);
        var (whole, broken, refused) = (0, 0, 0);
        for (var number = 0; number < _runs; number++)
        {
            Volatile.Write(ref wrong, WrongAnswer(mutator.Next(), random));
            using var socket = await gateway.ConnectAsync(Numbered(gateway, number));
            var answer = await gateway.AdvanceUntilAsync(TestGateway.ReadToEndAsync(socket));
            gateway.FakeTime.Advance(TimeSpan.FromMinutes(10)); // whoever was blamed for it is healthy again
            if (!answer.StartsWith("HTTP/1.1 2", StringComparison.Ordinal))
            {
                Assert.Matches("^HTTP/1.1 [45]", answer);
                refused++;
                continue;
            }

            var head = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            var (body, isClean) = answer[..head].Contains("transfer-encoding: chunked", StringComparison.OrdinalIgnoreCase)
                ? Unframed(answer[(head + 2)..])
                : (answer[(head + 4)..], IsClean: true);
            using var tap = new MessagesTap();
            tap.Feed(Encoding.Latin1.GetBytes(body));
            Assert.True(isClean ? tap.Stopped : tap.HasContent, $"seed {seed}, answer {number}: {answer}");
            (whole, broken) = isClean ? (whole + 1, broken) : (whole, broken + 1);
        }

        Assert.All(gateway.Log.Lines, line => Assert.True(line.Level < Microsoft.Extensions.Logging.LogLevel.Error, $"seed {seed}: {line.Text}"));
        output.WriteLine($"{whole} of {_runs} whole, {broken} without a clean end, {refused} errors");
        Assert.InRange(whole, _runs / 2, _runs);
    }

    private static string Numbered(TestGateway gateway, int number) => gateway.RawMessage(Prompts.Streamed)
        .Replace("/v1/messages ", $"/v1/messages?fuzz={number} ", StringComparison.Ordinal)
        .Replace("host:", "connection: close\r\nhost:", StringComparison.Ordinal);

    /// <summary>As it stands on the wire: a mutated stream, and one byte in three answers mutated in head or framing as well.</summary>
    private static byte[] WrongAnswer(byte[] stream, Random random)
    {
        var wire = new List<byte>(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\n\r\n"));
        for (var at = 0; at < stream.Length;)
        {
            var length = Math.Min(stream.Length - at, random.Next(1, 400));
            wire.AddRange(Encoding.ASCII.GetBytes(length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"));
            wire.AddRange(stream.AsSpan(at, length));
            wire.AddRange("\r\n"u8);
            at += length;
        }

        wire.AddRange("0\r\n\r\n"u8);
        if (random.Next(3) == 0)
        {
            wire[random.Next(Math.Min(wire.Count, 300))] = (byte)random.Next(256);
        }

        return [.. wire];
    }

    private static int NumberOf(UpstreamRequest request) => int.Parse(Number.Match(request.Line).Groups[1].Value, CultureInfo.InvariantCulture);

    private static async Task PlayAsync(Wire wire, string stream)
    {
        await wire.BeginStreamAsync();
        var random = new Random(stream.Length);
        for (var at = 0; at < stream.Length;)
        {
            var length = Math.Min(stream.Length - at, random.Next(1, random.Next(2, 20_000)));
            await wire.ChunkAsync(stream.Substring(at, length));
            at += length;
        }

        await wire.EndStreamAsync();
    }

    private static bool IsWhole(string stream)
    {
        using var tap = new MessagesTap();
        tap.Feed(Encoding.Latin1.GetBytes(stream));
        return tap.Stopped;
    }

    // From the line end before the first chunk's size on.
    private static (string Body, bool IsClean) Unframed(string framed)
    {
        var body = new StringBuilder();
        var at = 0;
        while (at + 2 < framed.Length && framed.IndexOf("\r\n", at + 2, StringComparison.Ordinal) is >= 0 and var end)
        {
            var size = int.Parse(framed.AsSpan(at + 2, end - at - 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (size == 0)
            {
                return (body.ToString(), framed[at..] == CleanEnd);
            }

            var left = Math.Min(size, framed.Length - end - 2);
            body.Append(framed, end + 2, left);
            at = end + 2 + left;
        }

        return (body.ToString(), false);
    }

    [GeneratedRegex(@"[?&]fuzz=(\d+) ", RegexOptions.CultureInvariant)]
    private static partial Regex Number { get; }
}
