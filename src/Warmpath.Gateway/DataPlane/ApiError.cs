using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Warmpath.Gateway.Admitting;
using Warmpath.Routing.Fleet;

namespace Warmpath.Gateway.DataPlane;

/// <summary>An error of the gateway's own, to be told in the shape of the API that was asked (providers.md 1.4, 7.2; contract.md, the table of errors).</summary>
/// <param name="Type">As Anthropic names it.</param>
/// <param name="Message">For the client: says what cures it; never a secret.</param>
internal sealed record ApiError(int Status, string Type, string Message)
{
    /// <summary>Claude Code gives up at once above that (claude-code-behaviour.md B1); the true time stands in the message.</summary>
    private const int LongestRetryAfter = 60;

    // The message is JSON in a body of type application/json, never HTML: quotes and accents need no \u escapes.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whole seconds, 1 to 60: Claude Code gives up at once above that (claude-code-behaviour.md B1). Null: no header.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary><c>x-should-retry: false</c>: the same request cannot succeed until a person acts.</summary>
    public bool Final { get; init; }

    /// <summary>The <c>allow</c> header of a 405.</summary>
    public string? Allow { get; init; }

    /// <summary>The client may still be sending: its connection ends with the answer.</summary>
    public bool ClosesConnection { get; init; }

    public static ApiError Unauthenticated { get; } = new(
        401, "authentication_error",
        "This gateway knows no such virtual key. Set ANTHROPIC_AUTH_TOKEN, or the variable that your agent reads, to one that `warmpath client add` printed.") { Final = true };

    public static ApiError NotFound { get; } = new(
        404, "not_found_error",
        "The gateway does not serve this path. Paths are exact: /v1/messages, /v1/messages/count_tokens, /v1/messages/batches, /v1/models, /v1/files, /v1/skills; and /v1/responses, /v1/chat/completions, /v1/embeddings, /v1/conversations.");

    public static ApiError TooLarge { get; } = new(
        413, "request_too_large", "The request's body is over the limit of 32 MiB.") { ClosesConnection = true };

    /// <summary>One of the bounds of <see cref="Capacity"/> is reached.</summary>
    public static ApiError Full { get; } = new(
        503, "api_error", "The gateway has as many requests under way as it takes at once. Try again in a few seconds.")
    {
        RetryAfterSeconds = 5, ClosesConnection = true,
    };

    /// <summary>The gateway ends as soon as what is under way has ended.</summary>
    public static ApiError Stopping { get; } = new(
        503, "api_error", "The gateway is stopping. Try again in a few seconds.") { RetryAfterSeconds = 5, ClosesConnection = true };

    /// <summary>As many calls are under way to the upstream as the gateway makes at once.</summary>
    public static ApiError UpstreamFull { get; } = new(
        503, "api_error", "The gateway has as many calls under way to this provider as it makes at once. Try again in a few seconds.") { RetryAfterSeconds = 5 };

    /// <summary>The address that the connection comes from has more than its share of all that there may be.</summary>
    public static ApiError TooManyConnections { get; } = new(
        503, "api_error", "The gateway has as many connections as it takes, and this address has its share of them. Close some, or try again in a few seconds.")
    {
        RetryAfterSeconds = 5, ClosesConnection = true,
    };

    public static ApiError BodySlow { get; } = new(
        408, "timeout_error", "The request's body came too slowly.") { ClosesConnection = true };

    public static ApiError BodyUnreadable { get; } = new(
        400, "invalid_request_error", "The request's body could not be read: its framing is broken.") { ClosesConnection = true };

    public static ApiError Ambiguous { get; } = new(
        400, "invalid_request_error", "The request's length could be read in two ways: send a content-length, or transfer-encoding: chunked, and nothing beside it.") { ClosesConnection = true };

    public static ApiError NoUrl { get; } = new(
        400, "invalid_request_error", "The request's target holds characters that no URL may hold: percent-encode them.");

    public static ApiError Encoded { get; } = new(
        415, "invalid_request_error", "The request's body has a content-encoding. The gateway reads what it forwards: send the body in clear.");

    public static ApiError Internal { get; } = new(500, "api_error", "The gateway failed. Its log has the cause under this request's id.");

    public static ApiError MethodNotAllowed(string allow) =>
        new(405, "invalid_request_error", $"This path takes {allow}.") { Allow = allow };

    /// <summary>A model that the client's virtual key is not for. 404, which Claude Code takes for what it is: it names the model, and a
    /// <c>--fallback-model</c> takes over. 403 would send its user to sign in, 400 costs six requests (claude-code-behaviour.md B1).</summary>
    public static ApiError ModelNotAllowed(string client, string model, IEnumerable<string> allowed) => new(
        404, "not_found_error", $"Client {client} may not use the model '{model}', only {string.Join(", ", allowed)}.") { Final = true };

    /// <summary>What a batch or an answer in the background costs is not known when it is asked for: neither bound would hold.</summary>
    public static ApiError PaidLater(string client) => new(
        403, "permission_error",
        $"Client {client} has a budget or a limit of tokens, which a batch or an answer in the background would go round: it may ask for answers one by one. Whoever runs the gateway can lift them with warmpath client change.")
    {
        Final = true,
    };

    /// <summary>A batch was sent, and its answer did not come.</summary>
    public static ApiError MayBeMade { get; } = new(
        502, "api_error", "The connection to the provider broke before its answer came: the batch may have been made. Look for it in the list of batches before you make it anew.") { Final = true };

    /// <summary>The models of a batch stand in a body that is not read.</summary>
    public static ApiError ModelsNotSeen(string client) => new(
        403, "permission_error",
        $"Client {client} has a list of models, which a batch would go round: it may send messages one by one. Whoever runs the gateway can lift it with warmpath client change.")
    {
        Final = true,
    };

    /// <summary>No key reaches two workspaces at once.</summary>
    public static ApiError MadeApart(string id, string other) => new(
        400, "invalid_request_error",
        $"{id} and {other} belong to different workspaces of the gateway's keys, and no request can use both. Make one of them anew.") { Final = true };

    /// <summary>A cursor of a list that is put together from all workspaces.</summary>
    public static ApiError NoSuchCursor(string parameter, string id) => new(
        400, "invalid_request_error", $"{parameter}: no workspace of the gateway's keys has {id}. Begin again without it.");

    /// <summary>A page of a list that is put together is none.</summary>
    public static ApiError NoList { get; } = new(502, "api_error", "One workspace's answer is no list, so that the list of all cannot be put together.");

    public static ApiError ListTooLong { get; } = new(
        400, "invalid_request_error", "The workspaces have too many entries to page through the list of all, such as more than 10,000 in one of them. Ask for what is wanted by its id.");

    public static ApiError Expired(string client, DateTimeOffset at) => new(
        401, "authentication_error",
        $"The virtual key of client {client} expired at {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC. Whoever runs the gateway can prolong it with warmpath client change.")
    {
        Final = true,
    };

    public static ApiError Disabled(string client) => new(
        401, "authentication_error",
        $"The virtual key of client {client} is disabled. Whoever runs the gateway can enable it with warmpath client change.") { Final = true };

    /// <summary>Whole seconds, 1 to 60, for <see cref="RetryAfterSeconds"/>.</summary>
    public static int RetryAfter(TimeSpan wait) => (int)Math.Clamp(Math.Ceiling(wait.TotalSeconds), 1, LongestRetryAfter);

    public static ApiError Invalid(string message) => new(400, "invalid_request_error", message);

    /// <param name="provider">In whose shape.</param>
    public async Task WriteAsync(HttpResponse response, string requestId, string provider)
    {
        response.StatusCode = Status;
        response.ContentType = "application/json";
        response.Headers[WarmpathHeaders.RequestId] = requestId;
        if (RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (Final)
        {
            response.Headers["x-should-retry"] = "false";
        }

        if (Allow is not null)
        {
            response.Headers.Allow = Allow;
        }

        if (ClosesConnection && HttpProtocol.IsHttp11(response.HttpContext.Request.Protocol))
        {
            response.Headers.Connection = "close";
        }

        var body = provider == Providers.OpenAI ? OpenAIBody() : Body(requestId);
        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory, response.HttpContext.RequestAborted);
    }

    /// <summary>The whole answer as it stands on a connection of HTTP/1.1, for which nobody has read a request.</summary>
    public byte[] ToBytes(string requestId)
    {
        var body = Body(requestId);
        var head = string.Create(CultureInfo.InvariantCulture, $"""
            HTTP/1.1 {Status} {ReasonPhrases.GetReasonPhrase(Status)}
            content-type: application/json
            content-length: {body.WrittenCount}
            retry-after: {RetryAfterSeconds}
            connection: close
            {WarmpathHeaders.RequestId}: {requestId}


            """).ReplaceLineEndings("\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. body.WrittenSpan];
    }

    // By the status, as OpenAI's libraries do.
    private ArrayBufferWriter<byte> OpenAIBody()
    {
        var (type, code) = Status switch
        {
            401 => ("invalid_request_error", "invalid_api_key"),
            403 => ("permission_error", null),
            429 => ("rate_limit_error", "rate_limit_exceeded"),
            >= 500 => ("server_error", "server_error"),
            _ => ("invalid_request_error", (string?)null),
        };
        var body = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(body, Json);
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", Message);
        json.WriteString("type", type);
        json.WriteNull("param");
        json.WriteString("code", code);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return body;
    }

    private ArrayBufferWriter<byte> Body(string requestId)
    {
        var body = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(body, Json);
        json.WriteStartObject();
        json.WriteString("type", "error");
        json.WriteStartObject("error");
        json.WriteString("type", Type);
        json.WriteString("message", Message);
        json.WriteEndObject();
        json.WriteString("request_id", requestId);
        json.WriteEndObject();
        json.Flush();
        return body;
    }
}
