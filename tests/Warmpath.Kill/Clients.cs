using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Warmpath.Kill;

/// <summary>Clients that stream without a pause until the gateway is gone, and remember what they saw.</summary>
internal sealed class Clients(GatewayProcess gateway, string virtualKey, string round, int count, Random random)
{
    private readonly ConcurrentQueue<Seen> _seen = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public IReadOnlyCollection<Seen> Seen => _seen;

    public TimeSpan Elapsed => _watch.Elapsed;

    /// <returns>Ends when the gateway has, and no client waits for it any more.</returns>
    public Task RunAsync(CancellationToken killed)
    {
        var lengths = Enumerable.Range(0, count).Select(_ => new Random(random.Next())).ToArray();
        return Task.WhenAll(Enumerable.Range(0, count).Select(client => Task.Run(() => RunAsync(client, lengths[client], killed))));
    }

    private async Task RunAsync(int client, Random lengths, CancellationToken killed)
    {
        using var http = new HttpClient { BaseAddress = new Uri(gateway.Url), Timeout = TimeSpan.FromSeconds(60) };
        for (var number = 0; !killed.IsCancellationRequested; number++)
        {
            var seen = new Seen($"{round}-{client}-{number}", _watch.Elapsed);
            _seen.Enqueue(seen);
            try
            {
                await StreamAsync(http, seen, lengths.Next(1, 160));
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
            {
                // The gateway was killed: this is what it looks like.
            }
        }
    }

    private async Task StreamAsync(HttpClient http, Seen seen, int tokens)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages")
        {
            Content = new StringContent(Body(seen.Session, tokens), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("x-api-key", virtualKey);
        request.Headers.Add("anthropic-version", "2023-06-01");
        request.Headers.Add("x-claude-code-session-id", seen.Session);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        seen.Status = (int)response.StatusCode;
        await using var body = await response.Content.ReadAsStreamAsync();
        var text = new StringBuilder();
        var piece = new byte[4096];
        while (await body.ReadAsync(piece) is > 0 and var read)
        {
            seen.Began ??= _watch.Elapsed;
            text.Append(Encoding.UTF8.GetString(piece, 0, read));
        }

        seen.Whole = text.ToString().Contains("event: message_stop", StringComparison.Ordinal);
    }

    // About a hundredth of a second for each token at the mock's pace.
    private static string Body(string session, int tokens) => $$$"""
        {"model":"claude-sonnet-4-6","max_tokens":500,"stream":true,
         "system":[{"type":"text","text":"You are one of many.","cache_control":{"type":"ephemeral"}}],
         "messages":[{"role":"user","content":"{{{session}}} [[tokens: {{{tokens}}}]]"}]}
        """;
}
