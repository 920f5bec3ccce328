using Warmpath.Mock.Faults;
using Warmpath.Mock.Http;

namespace Warmpath.Mock.OpenAI;

/// <summary>The errors among the faults in OpenAI's words: the same troubles, be their names and statuses Anthropic's.</summary>
internal static class OpenAIFaults
{
    private const string Billing = "please check your plan and billing details.";

    /// <exception cref="InvalidOperationException">The fault is no error instead of an answer.</exception>
    public static ProviderError ErrorOf(FaultScene scene) => scene.Fault.Name switch
    {
        FaultName.RateLimit => OpenAIErrors.RateLimit(
            $"Rate limit reached for {scene.Model} in organization {scene.OrganizationId} on tokens per min (TPM): Limit 450000."),
        FaultName.Acceleration => OpenAIErrors.RateLimit("Your requests grow too fast. Please slow down.", "slow_down"),
        FaultName.SpendCap => OpenAIErrors.OutOfCredit("Your organization has reached its spend limit.", "organization_spend_limit_exceeded"),
        FaultName.UsageLimit400 => OpenAIErrors.OutOfCredit("Your organization has reached its usage limit.", "organization_usage_limit_exceeded"),
        FaultName.Credit400 => OpenAIErrors.OutOfCredit($"You exceeded your current quota, {Billing}"),
        FaultName.Billing402 => OpenAIErrors.OutOfCredit($"Your credit balance is used up, {Billing}", "credit_balance_exhausted"),
        FaultName.OrganizationDisabled400 => OpenAIErrors.Mismatched(
            "The OpenAI account associated with this API key has been deactivated.", "account_deactivated"),
        FaultName.InvalidKey401 => OpenAIErrors.WrongKey,
        FaultName.Permission403 => OpenAIErrors.NoModel(scene.Model) with
        {
            Status = StatusCodes.Status403Forbidden, Message = $"Project does not have access to model `{scene.Model}`.",
        },
        FaultName.NotFound404 => OpenAIErrors.NoModel(scene.Model),
        FaultName.Conflict409 => new(
            StatusCodes.Status409Conflict, OpenAIErrors.InvalidRequestType, "The resource was changed by another request."),
        FaultName.TooLarge413 => Dialect.OpenAI.TooLarge,
        FaultName.InvalidRequest400 => OpenAIErrors.Missing("input"),
        FaultName.Signature400 => OpenAIErrors.ForeignReasoning,
        FaultName.ApiError500 => OpenAIErrors.ServerError,
        FaultName.Timeout504 => OpenAIErrors.ServerError with { Status = StatusCodes.Status504GatewayTimeout, Message = "The request timed out." },
        FaultName.Overloaded529 => OpenAIErrors.Overloaded,
        var name => throw new InvalidOperationException($"OpenAI has no error for {name}."),
    };
}
