using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Warmpath.Gateway.Keys;
using Warmpath.Gateway.Upstream;
using Warmpath.Routing;
using Warmpath.Routing.Deciding;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;

namespace Warmpath.Gateway.Checks;

/// <summary>Asks the provider about a key at no cost, and tells the router what it said.</summary>
/// <remarks>
/// <c>count_tokens</c> is free and has its own request limit; it fails like a paid call when the secret is bad or the credit is gone
/// (providers.md 1.4, 4), and a success names both pools. OpenAI has nothing that is free and tells of the credit: its list of models tells of the key.
/// </remarks>
public sealed class KeyCheck(KeyRing ring, Router router, UpstreamTransport transport, TimeProvider time)
{
    // Any current model will do: the router takes a 403 or 404 about it, and a 429, for a sign that the key itself works.
    private const string Model = "claude-haiku-5-5";

    private const int LongestErrorBytes = 64 * 1024;

    private static readonly byte[] Body =
        Encoding.UTF8.GetBytes($$"""{"model":"{{Model}}","messages":[{"role":"user","content":"hi"}]}""");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Checks one key at once. Does nothing when the key was removed meanwhile.</summary>
    public async Task RunAsync(KeyId id, CancellationToken cancellationToken)
    {
        if (ring.Find(id.Value) is not { } key)
        {
            return;
        }

        var (facts, failure) = await AskAsync(key.Config, key.Secret, cancellationToken);
        if (ring.SecretOf(id) == key.Secret) // else the answer is about a secret that is no longer in use
        {
            router.Checked(id, facts, failure, time.GetUtcNow());
            ring.Discovered(id, facts.OrganizationId, facts.WorkspaceId);
        }
    }

    private async Task<(ResponseFacts Facts, UpstreamFailure? Failure)> AskAsync(
        KeyConfig key, string secret, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var request = Request(key, secret);
            using var response = await transport.Invoker.SendAsync(request, either.Token);
            var failure = response.IsSuccessStatusCode
                ? null
                : UpstreamAnswers.Failure(response, (await HeadAsync(response, either.Token)).Span, time.GetUtcNow());
            return (UpstreamAnswers.Facts(response), failure);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (ResponseFacts.None, new UpstreamFailure { Kind = AttemptFailure.FirstByteTimeout });
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException)
        {
            return (ResponseFacts.None, UpstreamAnswers.Failure(failure));
        }
    }

    private static HttpRequestMessage Request(KeyConfig key, string secret)
    {
        var request = key.Provider == Providers.OpenAI
            ? new HttpRequestMessage(HttpMethod.Get, key.BaseUrl + "/v1/models")
            : new HttpRequestMessage(HttpMethod.Post, key.BaseUrl + "/v1/messages/count_tokens")
            {
                Content = new ByteArrayContent(Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
                Headers = { { "anthropic-version", "2023-06-01" } },
            };
        RequestHeaders.Authenticate(request, secret, key);
        return request;
    }

    private static async Task<ReadOnlyMemory<byte>> HeadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[LongestErrorBytes];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return buffer.AsMemory(0, length);
    }
}
