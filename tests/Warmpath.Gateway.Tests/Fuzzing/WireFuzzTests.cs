using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Warmpath.Fuzz.Mutating;
using Warmpath.Fuzz.Rules;
using Warmpath.Gateway.Tests.Hosting;

namespace Warmpath.Gateway.Tests.Fuzzing;

/// <summary>Mutated requests on bare sockets. <c>WARMPATH_FUZZ_WIRE</c> says how many; <c>bench/fuzz</c> sends thousands.</summary>
public partial class WireFuzzTests(ITestOutputHelper output)
{
    private const int Together = 16;

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly int _runs = int.TryParse(Environment.GetEnvironmentVariable("WARMPATH_FUZZ_WIRE"), CultureInfo.InvariantCulture, out var runs) ? runs : 250;

    [Fact]
    public async Task Whatever_is_sent_is_forwarded_as_it_was_sent_or_refused_and_nothing_hangs_or_fails()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        await using var gateway = await TestGateway.StartAsync(TimeProvider.System, upstream.Url);
        var mutator = new WireMutator(gateway.Token, new Random(seed));
        byte[][] sent = [.. Enumerable.Range(0, _runs).Select(mutator.Next)];
        var answers = new string[_runs];
        await Parallel.ForAsync(0, _runs, new ParallelOptions { MaxDegreeOfParallelism = Together }, async (number, _) =>
            answers[number] = await ExchangeAsync(gateway, sent[number]));

        Assert.All(gateway.Log.Lines, line => Assert.True(line.Level < LogLevel.Error, $"seed {seed}: {line.Text}"));
        foreach (var (number, answer) in answers.Index())
        {
            // 501 and 505 are the server's words for a coding and a version of HTTP that it does not speak.
            Assert.True(!Failure.IsMatch(answer), $"seed {seed}, request {number}: {Shown(answer)} to {Shown(Encoding.Latin1.GetString(sent[number]))}");
        }

        foreach (var request in upstream.Requests)
        {
            Assert.Equal("secret-1", request.Key);
            Assert.Single(request.Head.Split("\r\n"), line => line.StartsWith("x-api-key:", StringComparison.OrdinalIgnoreCase));
            Assert.Null(request.Header("authorization"));
            Assert.Null(request.Header("transfer-encoding"));
            if (request.Line.StartsWith("POST", StringComparison.Ordinal))
            {
                var number = Number.Match(request.Line);
                var origins = number.Success ? [sent[int.Parse(number.Groups[1].Value, CultureInfo.InvariantCulture)]] : sent;
                Assert.True(origins.Any(origin => IsFrom(origin, request.Body)), $"seed {seed}: {Shown(request.Head)} came with {Shown(request.Text)}");
            }
        }

        Assert.InRange(upstream.Requests.Count, _runs / 10, _runs);
        output.WriteLine($"{upstream.Requests.Count} of {_runs} were forwarded");
    }

    private static bool IsFrom(byte[] sent, byte[] forwarded)
    {
        try
        {
            WireRules.Check(sent, forwarded);
            return true;
        }
        catch (BrokenRuleException)
        {
            return false;
        }
    }

    // A request that lacks something waits for it: once all is quiet the sending side ends, and then the gateway has to end as well.
    private static async Task<string> ExchangeAsync(TestGateway gateway, byte[] request)
    {
        using var socket = await gateway.ConnectAsync("");
        using var limit = new CancellationTokenSource(Longest);
        var answer = new StringBuilder();
        try
        {
            await socket.SendAsync(request, limit.Token);
            var piece = new byte[16 * 1024];
            var ended = false;
            while (true)
            {
                var receiving = socket.ReceiveAsync(piece, limit.Token).AsTask();
                if (!ended && await Task.WhenAny(receiving, Task.Delay(Quiet, limit.Token)) != receiving)
                {
                    socket.Shutdown(SocketShutdown.Send);
                    ended = true;
                }

                var read = await receiving;
                if (read == 0)
                {
                    return answer.ToString();
                }

                answer.Append(Encoding.Latin1.GetString(piece, 0, read));
            }
        }
        catch (SocketException)
        {
            return answer.ToString(); // reset: what is left of a refused request was not read
        }
    }

    private static string Shown(string text) => text[..Math.Min(text.Length, 600)];

    [GeneratedRegex(@"^HTTP/1\.1 5(?!01|05)\d\d", RegexOptions.CultureInvariant)]
    private static partial Regex Failure { get; }

    [GeneratedRegex(@"[?&]fuzz=(\d+)\.\1 ", RegexOptions.CultureInvariant)]
    private static partial Regex Number { get; }
}
