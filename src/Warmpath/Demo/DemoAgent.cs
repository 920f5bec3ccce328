using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Warmpath.Demo;

/// <summary>The HTTP side of a simulated developer: what Claude Code does on the wire, as far as routing sees it.</summary>
internal sealed class DemoAgent : IDisposable
{
    private const int MostTries = 5;

    private readonly HttpClient _http;

    public DemoAgent(string url, string token)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(url), Timeout = TimeSpan.FromMinutes(6) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _http.DefaultRequestHeaders.Add("anthropic-version", "2023-06-01");
    }

    /// <summary>Sends the conversation as it stands and reads the answer to its end.</summary>
    public async Task SayAsync(DemoConversation conversation, int answerTokens, CancellationToken cancellationToken)
    {
        for (var tries = 1; tries <= MostTries; tries++)
        {
            if (await TryAsync(conversation, answerTokens, cancellationToken))
            {
                return;
            }

            await Task.Delay(TimeSpan.FromSeconds(tries), cancellationToken);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<bool> TryAsync(DemoConversation conversation, int answerTokens, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages?beta=true")
            {
                Content = JsonContent.Create(conversation.Body(answerTokens)),
            };
            request.Headers.Add("x-claude-code-session-id", conversation.Session);
            if (conversation.AgentId is { } agent)
            {
                request.Headers.Add("x-claude-code-agent-id", agent);
            }

            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await response.Content.CopyToAsync(Stream.Null, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or SocketException)
        {
            return false; // a stream that broke: an agent says it again
        }
    }
}
