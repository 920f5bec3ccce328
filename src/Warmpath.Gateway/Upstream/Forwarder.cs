using System.Net;
using Microsoft.Extensions.Logging;
using Warmpath.Gateway.DataPlane;
using Warmpath.Gateway.Keys;
using Warmpath.Gateway.Recording;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;
using Warmpath.Routing.Outlines;

namespace Warmpath.Gateway.Upstream;

/// <summary>Sends a request upstream with one key: the client's bytes and headers, that key's credential.</summary>
internal sealed class Forwarder(UpstreamTransport transport, KeyRing keys, Recorder recorder, TimeProvider time, ILogger<Forwarder> logger)
{
    /// <summary>Sends once; every try is noted in the journal.</summary>
    /// <remarks>A kept connection that turned out to be dead says nothing about the upstream: it is tried again, once, on a new one (field-notes.md 3, row 4.5).</remarks>
    /// <exception cref="OperationCanceledException">The client left.</exception>
    public async Task<UpstreamResult> SendAsync(Exchange exchange, KeyConfig key, IReadOnlyList<Breakpoint> hourMarkers)
    {
        if (keys.SecretOf(key.Id) is not { } secret)
        {
            return new UpstreamResult.Lost(Removed);
        }

        var invoker = transport.Invoker;
        while (true)
        {
            exchange.Journal.BeginTry(key);
            recorder.Note(exchange.Journal);
            var request = Request(exchange, key, secret, hourMarkers);
            switch (await TryAsync(exchange, key, request, invoker))
            {
                case UpstreamResult.Lost { Failure.Kind: AttemptFailure.Reset }
                    when invoker == transport.Invoker && !UpstreamTransport.MadeConnection(request):
                    logger.KeptConnectionWasDead(exchange.Journal.Id, key.Name);
                    invoker = transport.Fresh;
                    break;
                case var result:
                    return result;
            }
        }
    }

    private static UpstreamFailure Removed => new()
    {
        Kind = AttemptFailure.Status, Status = 401, ErrorType = "authentication_error", Message = "The key was removed.",
    };

    private static HttpRequestMessage Request(Exchange exchange, KeyConfig key, string secret, IReadOnlyList<Breakpoint> hourMarkers)
    {
        var incoming = exchange.Http.Request;
        var request = new HttpRequestMessage(new HttpMethod(incoming.Method), Target(exchange, key))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower, // HTTP/2 where TLS agrees on it, else 1.1
            Content = exchange.Body.Length > 0
                ? new UpstreamBody(exchange.Body, BodyInsertions.Of(exchange.Body.Span, exchange.Routing.Outline, hourMarkers))
                : null,
        };
        RequestHeaders.Copy(incoming.Headers, request, secret, key);
        return request;
    }

    // Uri would decode and re-encode; a query goes as it came.
    private static Uri Target(Exchange exchange, KeyConfig key) => new(
        string.Concat(key.BaseUrl, exchange.Route.Path, exchange.Query),
        new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private async Task<UpstreamResult> TryAsync(Exchange exchange, KeyConfig key, HttpRequestMessage request, HttpMessageInvoker invoker)
    {
        var call = new UpstreamCall(exchange.FirstByteLimit, time, exchange.ClientGone);
        try
        {
            call.Response = await invoker.SendAsync(request, call.Token);
            exchange.Journal.TryAnswered((int)call.Response.StatusCode, UpstreamAnswers.RetryAfter(call.Response, time.GetUtcNow()));
            if (call.Response.IsSuccessStatusCode)
            {
                return new UpstreamResult.Answered(call);
            }

            var answer = await ErrorAnswer.ReadAsync(key, call);
            exchange.Journal.EndTry(ErrorBody.Read(answer.Body).Type ?? "status");
            return new UpstreamResult.Refused(answer);
        }
        catch (Exception exception) when (call.IsUpstreams(exception))
        {
            var failure = call.TimedOut
                ? new UpstreamFailure { Kind = AttemptFailure.FirstByteTimeout }
                : UpstreamAnswers.Failure(exception);
            exchange.Journal.EndTry(TryOutcome.Of(failure));
            call.Dispose();
            return new UpstreamResult.Lost(failure);
        }
        catch
        {
            call.Dispose();
            throw;
        }
    }
}
