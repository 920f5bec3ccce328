using System.Globalization;
using Warmpath.Mock.Http;

namespace Warmpath.Mock.Faults;

/// <summary>Which fault does what. Of the error texts, the parts by which clients tell the cases apart are the provider's.</summary>
internal static class FaultCatalog
{
    private static readonly Dictionary<string, FaultEffect> Effects = new()
    {
        [FaultName.RateLimit] = Error(429, "rate_limit_error", scene =>
            $"This request would exceed your organization's rate limit of 450,000 input tokens per minute {Whose(scene)}."),
        [FaultName.Acceleration] = Error(429, "rate_limit_error", scene =>
            $"This request would exceed your organization's acceleration limit: its usage grows too fast {Whose(scene)}."),
        [FaultName.SpendCap] = new ErrorEffect(scene => Plain(429, "rate_limit_error", scene,
            $"This organization has reached its monthly spend limit. Access returns on {Day(scene.NextMonth)} at 00:00 UTC.")
            with { Code = "enforced_spend_limit_reached" }) { AccountWide = true },
        [FaultName.UsageLimit400] = Account(400, "invalid_request_error", scene =>
            $"You have reached your specified API usage limits. You will regain access on {Day(scene.NextMonth)} at 00:00 UTC."),
        [FaultName.Credit400] = Account(400, "invalid_request_error", _ =>
            "Your credit balance is too low to access the Anthropic API. Please buy credits under Plans & Billing."),
        [FaultName.Billing402] = Account(402, "billing_error", _ => "There is a problem with your organization's billing details."),
        [FaultName.OrganizationDisabled400] = Account(400, "invalid_request_error", _ => "This organization has been disabled."),
        [FaultName.InvalidKey401] = Account(401, "authentication_error", _ => "invalid x-api-key"),
        [FaultName.Permission403] = Error(403, "permission_error", scene =>
            $"This API key has no permission to use {scene.Model ?? "this resource"}."),
        [FaultName.NotFound404] = Error(404, "not_found_error", scene => scene.Model is { } model ? $"model: {model}" : "Not Found"),
        [FaultName.Conflict409] = Error(409, "conflict_error", _ => "The resource was changed by another request."),
        [FaultName.TooLarge413] = Error(413, "request_too_large", _ => "Request exceeds the maximum size"),
        [FaultName.InvalidRequest400] = Error(400, "invalid_request_error", _ => "messages: Field required"),
        [FaultName.Signature400] = Error(400, "invalid_request_error", _ => ProviderTexts.InvalidSignature(1, 0)),
        [FaultName.ApiError500] = Error(500, "api_error", _ => "Internal server error"),
        [FaultName.BadGateway502Html] = new HtmlEffect(502),
        [FaultName.Timeout504] = Error(504, "timeout_error", _ => "The request timed out."),
        [FaultName.Overloaded529] = Error(529, "overloaded_error", _ => "Overloaded"),
        [FaultName.Close] = new CloseEffect(),
        [FaultName.Hang] = new HangEffect(),
        [FaultName.Slow] = new SlowEffect(),
        [FaultName.Redirect301] = new RedirectEffect(),
        [FaultName.StreamErrorFirst] = new StreamEffect(StreamStage.Headers, StreamEnding.Error),
        [FaultName.StreamErrorAfter] = new StreamEffect(StreamStage.InContent, StreamEnding.Error),
        [FaultName.StreamErrorAfterBlock] = new StreamEffect(StreamStage.AfterBlock, StreamEnding.Error),
        [FaultName.CutBeforeStart] = new StreamEffect(StreamStage.Headers, StreamEnding.Cut),
        [FaultName.CutAfterStart] = new StreamEffect(StreamStage.Started, StreamEnding.Cut),
        [FaultName.CutAfterContent] = new StreamEffect(StreamStage.InContent, StreamEnding.Cut),
        [FaultName.CutAfterBlock] = new StreamEffect(StreamStage.AfterBlock, StreamEnding.Cut),
        [FaultName.EndAfterContent] = new StreamEffect(StreamStage.InContent, StreamEnding.CleanEnd),
        [FaultName.EndWithoutStop] = new StreamEffect(StreamStage.BeforeStop, StreamEnding.CleanEnd),
        [FaultName.SilentStream] = new StreamEffect(StreamStage.Headers, StreamEnding.Silence),
        [FaultName.SilentAfterContent] = new StreamEffect(StreamStage.InContent, StreamEnding.Silence),
        [FaultName.MalformedJson] = new StreamEffect(StreamStage.Started, StreamEnding.BrokenJson),
    };

    public static IReadOnlyCollection<string> Names => Effects.Keys;

    public static FaultEffect EffectOf(Fault fault) => Effects[fault.Name];

    private static ErrorEffect Error(int status, string type, Func<FaultScene, string> message) =>
        new(scene => Plain(status, type, scene, message(scene)));

    private static ErrorEffect Account(int status, string type, Func<FaultScene, string> message) =>
        Error(status, type, message) with { AccountWide = true };

    private static ProviderError Plain(int status, string type, FaultScene scene, string message) => new(status, type, message)
    {
        RetryAfter = scene.Fault.RetryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        ShouldRetry = scene.Fault.ShouldRetry,
    };

    private static string Whose(FaultScene scene) => ProviderTexts.Whose(scene.OrganizationId, scene.Model);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
