using System.Text.Json.Nodes;
using Warmpath.Mock.Accounts;
using Warmpath.Mock.Faults;
using Warmpath.Simulation.Providers;

namespace Warmpath.Mock.Http;

/// <summary>Anthropic's (providers.md 1.3, 1.4, 4).</summary>
internal sealed class AnthropicDialect : Dialect
{
    public override string RequestIdHeader => MockHeaders.RequestId;

    public override string OrganizationHeader => MockHeaders.OrganizationId;

    public override string WorkspaceHeader => MockHeaders.WorkspaceId;

    public override ProviderError WrongKey => new(StatusCodes.Status401Unauthorized, "authentication_error", "invalid x-api-key");

    public override ProviderError TooLarge => new(StatusCodes.Status413PayloadTooLarge, "request_too_large", "Request exceeds the maximum size");

    /// <summary>Of <c>x-api-key</c>, else of <c>Authorization: Bearer</c>.</summary>
    public override string? SecretOf(IHeaderDictionary headers)
    {
        string? authorization = headers.Authorization;
        return (string?)headers["x-api-key"]
            ?? (authorization?.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) == true ? authorization[Bearer.Length..] : null);
    }

    public override string OrganizationIdOf(MockKey key) => key.OrganizationId;

    public override IReadOnlyList<string> WorkspaceIdsOf(MockKey key) => key.WorkspaceIds;

    public override int WorkspaceOf(MockKey key, IHeaderDictionary headers, out ProviderError? error)
    {
        string? named = headers[WorkspaceHeader];
        error = null;
        if (named is null && key.Workspaces.Count == 1)
        {
            return 0;
        }

        if (named is null)
        {
            error = ProviderError.InvalidRequest($"{WorkspaceHeader}: this key reaches several workspaces; the header has to name one.");
            return -1;
        }

        var index = Array.IndexOf([.. key.WorkspaceIds], named);
        if (index < 0)
        {
            error = new(StatusCodes.Status403Forbidden, "permission_error", $"{WorkspaceHeader}: this key has no access to that workspace.");
        }

        return index;
    }

    public override string PlaceOf(string workspace) => workspace;

    public override void SetLimits(IHeaderDictionary headers, IReadOnlyList<LimitLevel> levels, DateTimeOffset now) =>
        MockHeaders.SetLimits(headers, levels, now);

    public override ProviderError RateLimit(RateRefusal refusal, MockKey key, string? model) => new(
        StatusCodes.Status429TooManyRequests, "rate_limit_error", ProviderTexts.RateLimit(refusal, key.OrganizationId, model))
    {
        RetryAfter = refusal.RetryAfter,
    };

    public override ProviderError ErrorOf(ErrorEffect effect, FaultScene scene) => effect.Error(scene);

    public override ProviderError BrokenOff(string type) => new(ProviderError.StatusOf(type), type, "The answer was broken off.");

    public override JsonObject Body(ProviderError error, string requestId) => error.Body(requestId);
}
