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
            var request = gateway.RawMessage(Prompts.Streamed)
                .Replace("/v1/messages ", $"/v1/messages?fuzz={number} ", StringComparison.Ordinal)
                .Replace("host:", "connection: close\r\nhost:", StringComparison.Ordinal);
            using var socket = await gateway.ConnectAsync(request);
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
        using var tap = new SseTap();
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
