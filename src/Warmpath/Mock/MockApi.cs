using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Warmpath.Mock.Accounts;
using Warmpath.Mock.Faults;
using Warmpath.Mock.Http;
using Warmpath.Mock.Requests;

namespace Warmpath.Mock;

/// <summary>The provider's API: who calls, what trouble the call meets, and else the endpoint that answers it.</summary>
internal sealed class MockApi(
    MockOptions options,
    MockKeyRing keys,
    FaultList faults,
    RequestLog requests,
    MockEndpoints endpoints,
    TimeProvider time,
    CancellationToken stopping)
{
    public async Task HandleAsync(HttpContext http)
    {
        using var aborted = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        var route = MockRoute.Of(http.Request.Path.Value!);
        var dialect = Dialect.Of(route, http.Request.Headers);
        var log = Log(http.Request);
        var answer = new MockAnswer(http, dialect, log, aborted.Token);
        answer.Headers[dialect.RequestIdHeader] = log.RequestId;
        try
        {
            if (await HandleAsync(http.Request, route, dialect, log, answer) is { } error)
            {
                await answer.FailAsync(error);
            }

            log.Ended = time.GetUtcNow();
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            http.Abort();
        }
    }

    /// <returns>The error that is still to be sent; null when the call is answered.</returns>
    private async Task<ProviderError?> HandleAsync(
        HttpRequest request, MockRoute? route, Dialect dialect, MockRequest log, MockAnswer answer)
    {
        // 1. Route.
        if (route is null)
        {
            var isHello = request.Path.Value == "/api/hello" && HttpMethods.IsHead(request.Method);
            return isHello ? null : ProviderError.NotFound("Not Found");
        }

        if (!route.Methods.Contains(request.Method))
        {
            answer.Headers.Allow = string.Join(", ", route.Methods);
            return new(StatusCodes.Status405MethodNotAllowed, "invalid_request_error", "Method Not Allowed");
        }

        // 2. Authenticate. Without a key there is no organization to name.
        if (keys.Find(dialect.SecretOf(request.Headers)) is not { } key)
        {
            return dialect.WrongKey;
        }

        log.Key = key.Name;
        log.Organization = key.Organization.Name;
        answer.Headers[dialect.OrganizationHeader] = dialect.OrganizationIdOf(key);
        var workspace = dialect.WorkspaceOf(key, request.Headers, out var error);
        if (error is not null)
        {
            return error;
        }

        log.Workspace = key.Workspaces[workspace];
        var workspaceId = dialect.WorkspaceIdsOf(key)[workspace];
        answer.Headers[dialect.WorkspaceHeader] = workspaceId;

        // 3. Read.
        if (await ReadAsync(request, route.MaximumBody, answer.Aborted) is not { } body)
        {
            return dialect.TooLarge;
        }

        using var json = Parse(body);
        log.BodyBytes = body.Length;
        log.Body = options.KeepBodies ? body : default;
        log.Model = route.Name == MockRoute.Models ? route.Id : json?.RootElement.Text("model");

        // 4. Meet a fault.
        var fault = faults.Take(key, log.Model, route.Name);
        log.Fault = fault?.Name;
        var effect = fault is null ? null : FaultCatalog.EffectOf(fault);
        var call = new MockCall
        {
            Answer = answer,
            Log = log,
            Key = key,
            Workspace = log.Workspace,
            WorkspaceId = workspaceId,
            Dialect = dialect,
            Route = route,
            Method = request.Method,
            Origin = $"{request.Scheme}://{request.Host}",
            Query = request.Query.ToDictionary(query => query.Key, query => query.Value.ToString()),
            ContentType = request.ContentType,
            Body = body,
            Json = json?.RootElement,
            Fault = fault,
            Break = effect as StreamEffect,
        };
        if (effect is not (null or StreamEffect) && !await FaultPlayer.PlayAsync(effect, fault!, call, time))
        {
            return null;
        }

        // 5. Answer.
        return await endpoints.AnswerAsync(call);
    }

    private MockRequest Log(HttpRequest request)
    {
        var log = new MockRequest
        {
            At = time.GetUtcNow(),
            RequestId = MockIds.New("req_01"),
            Method = request.Method,
            Path = request.Path.Value!,
            Session = (string?)request.Headers["x-claude-code-session-id"] ?? request.Headers["session-id"],
            Agent = request.Headers["x-claude-code-agent-id"],
            Headers = request.Headers
                .Where(header => header.Key.ToLowerInvariant() is not ("authorization" or "x-api-key"))
                .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
        };
        requests.Add(log);
        return log;
    }

    /// <returns>Null when the body is larger than the provider takes.</returns>
    private static async Task<byte[]?> ReadAsync(HttpRequest request, int maximum, CancellationToken aborted)
    {
        try
        {
            request.HttpContext.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = maximum;
            using var body = new MemoryStream(request.ContentLength is { } length && length <= maximum ? (int)length : 0);
            await request.Body.CopyToAsync(body, aborted);
            return body.ToArray();
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }

    /// <returns>Null for what is no JSON object.</returns>
    private static JsonDocument? Parse(byte[] body)
    {
        try
        {
            var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                return json;
            }

            json.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
