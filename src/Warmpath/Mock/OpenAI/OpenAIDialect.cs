using System.Globalization;
using System.Text.Json.Nodes;
using Warmpath.Mock.Accounts;
using Warmpath.Mock.Faults;
using Warmpath.Mock.Http;
using Warmpath.Simulation.Providers;

namespace Warmpath.Mock.OpenAI;

/// <summary>OpenAI's (providers.md 7.2).</summary>
internal sealed class OpenAIDialect : Dialect
{
    private const string WrongOrganization = "OpenAI-Organization header should match organization for API key";
    private const string WrongProject = "OpenAI-Project header should match project for API key";

    public override string RequestIdHeader => "x-request-id";

    public override string OrganizationHeader => "openai-organization";

    public override string WorkspaceHeader => "openai-project";

    public override ProviderError WrongKey => OpenAIErrors.WrongKey;

    public override ProviderError TooLarge =>
        new(StatusCodes.Status413PayloadTooLarge, OpenAIErrors.InvalidRequestType, "Request exceeds the maximum size");

    /// <summary>Of <c>Authorization: Bearer</c> alone.</summary>
    public override string? SecretOf(IHeaderDictionary headers)
    {
        string? authorization = headers.Authorization;
        return authorization?.StartsWith(Bearer, StringComparison.Ordinal) == true ? authorization[Bearer.Length..] : null;
    }

    public override string OrganizationIdOf(MockKey key) => key.Organization.Name;

    public override IReadOnlyList<string> WorkspaceIdsOf(MockKey key) => key.ProjectIds;

    /// <summary>A key of several projects that names none works in its first.</summary>
    public override int WorkspaceOf(MockKey key, IHeaderDictionary headers, out ProviderError? error)
    {
        string? organization = headers[OrganizationHeader];
        string? project = headers[WorkspaceHeader];
        var index = project is null ? 0 : Array.IndexOf([.. key.ProjectIds], project);
        error = organization is not null && organization != OrganizationIdOf(key) ? OpenAIErrors.Mismatched(WrongOrganization, "mismatched_organization")
            : index < 0 ? OpenAIErrors.Mismatched(WrongProject, "mismatched_project")
            : null;
        return error is null ? index : -1;
    }

    /// <summary>Caches are the organization's, and projects have no limits of their own here.</summary>
    public override string PlaceOf(string workspace) => "";

    /// <summary>Of requests and of all tokens together; <c>reset</c> is the time until full refill.</summary>
    public override void SetLimits(IHeaderDictionary headers, IReadOnlyList<LimitLevel> levels, DateTimeOffset now)
    {
        foreach (var level in levels.Where(level => level.Axis != LimitAxis.OutputTokens))
        {
            var name = level.Axis == LimitAxis.Requests ? "requests" : "tokens";
            headers[$"x-ratelimit-limit-{name}"] = level.LimitPerMinute.ToString(CultureInfo.InvariantCulture);
            headers[$"x-ratelimit-remaining-{name}"] = Math.Max(0, Math.Floor(level.Remaining)).ToString(CultureInfo.InvariantCulture);
            headers[$"x-ratelimit-reset-{name}"] = GoDuration.Of(level.FullIn);
        }
    }

    public override ProviderError RateLimit(RateRefusal refusal, MockKey key, string? model)
    {
        var axis = refusal.Axis == LimitAxis.Requests ? "requests per min (RPM)" : "tokens per min (TPM)";
        var limit = refusal.LimitPerMinute.ToString(CultureInfo.InvariantCulture);
        var wait = refusal.RetryAfter is { } after ? $" Please try again in {GoDuration.Of(after)}." : "";
        return OpenAIErrors.RateLimit($"Rate limit reached for {model} in organization {key.Organization.Name} on {axis}: Limit {limit}.{wait}") with
        {
            RetryAfter = refusal.RetryAfter,
        };
    }

    public override ProviderError ErrorOf(ErrorEffect effect, FaultScene scene) => OpenAIFaults.ErrorOf(scene) with
    {
        RetryAfter = scene.Fault.RetryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        ShouldRetry = scene.Fault.ShouldRetry,
    };

    public override ProviderError BrokenOff(string type) => OpenAIErrors.BrokenOff(type);

    public override JsonObject Body(ProviderError error, string requestId) => new()
    {
        ["error"] = new JsonObject { ["message"] = error.Message, ["type"] = error.Type, ["param"] = error.Param, ["code"] = error.Code },
    };
}
