using System.Globalization;
using System.Text.RegularExpressions;

namespace Warmpath.Routing.Health;

/// <summary>Says whom a failed attempt is about (providers.md 1.4 and 1.5; claude-code-behaviour.md C).</summary>
internal static partial class AnswerJudge
{
    /// <summary>Pure; never throws on what a provider sends.</summary>
    public static Verdict Judge(UpstreamFailure failure, RequestKind kind, DateTimeOffset now) => failure.Kind switch
    {
        AttemptFailure.NoConnection => new(Blame.Connection, failure.Message ?? "no connection"),
        AttemptFailure.Reset => new(Blame.Connection, "the connection was closed before an answer"),
        AttemptFailure.FirstByteTimeout => new(Blame.Connection, "no answer within the first byte limit"),
        AttemptFailure.Truncated => new(Blame.Connection, "the answer broke off before its content"),
        AttemptFailure.StreamError => ByType(failure, now),
        _ => ByStatus(failure, kind, now),
    };

    private static Verdict ByStatus(UpstreamFailure failure, RequestKind kind, DateTimeOffset now) => failure.Status switch
    {
        400 when MoneyText(failure) is { } reason => new(Blame.Credit, reason, DateIn(failure, now)),
        400 or 404 when IsAboutStored(failure) => new(Blame.Workspace, "the project does not have what the request goes on from"),
        400 when failure.ErrorCode == "invalid_encrypted_content" || SignatureText().IsMatch(failure.Message ?? "") => new(Blame.Thinking, "it does not accept the conversation's thinking blocks"),
        401 when IsAboutNamedPool(failure) => new(Blame.Workspace, "the request names another organization or project"),
        401 when ScopeText().IsMatch(failure.Message ?? "") => new(Blame.Workspace, "the key may not do this (401)"), // another may, and this one may do other things
        400 or 401 or 403 when OrganizationDisabled(failure) => new(Blame.Key, "the organization has been disabled"),
        401 => new(Blame.Key, "the provider refused the key (401): it is wrong, expired or revoked"),
        402 => new(Blame.Credit, "the provider asks for payment (402)", DateIn(failure, now)),
        403 when kind.IsOfMade() => new(Blame.Request, "the provider refused it (403)"),
        404 when kind.IsOfMade() => new(Blame.Workspace, "the workspace does not have it (404)"),
        403 => new(Blame.Model, "the key may not use this model (403)"),
        404 when kind == RequestKind.Models || IsAboutModel(failure) => new(Blame.Model, "the organization does not have this model (404)"),
        404 when failure.NamesMade => new(Blame.Workspace, "the workspace does not have what the request uses (404)"),
        429 => TooMany(failure, now),
        304 => new(Blame.Request, "the client asked for what is newer than it has"), // by a header of its own; a redirect is another thing
        408 or >= 500 or < 400 => new(Blame.Overload, $"the upstream answered {failure.Status}"),
        _ => new(Blame.Request, $"the upstream answered {failure.Status}"),
    };

    private static Verdict TooMany(UpstreamFailure failure, DateTimeOffset now)
    {
        if (failure.ErrorCode == "project_spend_limit_exceeded")
        {
            return new(Blame.Project, "its project's spend limit is reached", DateIn(failure, now));
        }

        if (IsAboutMoney(failure.ErrorCode) || IsAboutMoney(failure.ErrorType)
            || (failure.RetryAfter is null && SpendText().IsMatch(failure.Message ?? "")))
        {
            return new(Blame.Credit, "the organization's monthly spend cap is reached", DateIn(failure, now));
        }

        var until = failure.RetryAfter is { } retryAfter ? now + retryAfter : (DateTimeOffset?)null;
        var named = InputLimitText().Match(failure.Message ?? "");
        var limit = named.Success && long.TryParse(
            named.Groups[1].ValueSpan.ToString().Replace(",", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var perMinute)
            ? perMinute
            : (long?)null;
        return new(Blame.Limit, AccelerationText().IsMatch(failure.Message ?? "") ? "acceleration limit" : "rate limit", until, limit);
    }

    // An error event inside a 200 has no status; its type stands for one.
    private static Verdict ByType(UpstreamFailure failure, DateTimeOffset now) => ByCode(failure, now) ?? failure.ErrorType switch
    {
        "invalid_request_error" when MoneyText(failure) is { } reason => new(Blame.Credit, reason, DateIn(failure, now)),
        "invalid_request_error" or "request_too_large" or "not_found_error" => new(Blame.Request, "the stream began with an error"),
        "authentication_error" => new(Blame.Key, "the provider refused the key"),
        "permission_error" => new(Blame.Model, "the key may not use this model"),
        "billing_error" => new(Blame.Credit, "the provider asks for payment", DateIn(failure, now)),
        "rate_limit_error" or "insufficient_quota" => TooMany(failure, now),
        _ => new(Blame.Overload, $"the stream began with {failure.ErrorType ?? "an error"}"),
    };

    // OpenAI's codes tell more than its types (providers.md 7.2). Of a response that failed they are all there is, and those that are none of the
    // upstream's trouble are the request's own.
    private static Verdict? ByCode(UpstreamFailure failure, DateTimeOffset now) => failure.ErrorCode switch
    {
        null => null,
        "server_error" or "server_is_overloaded" or "slow_down" or "overloaded_error" or "internal_error" or "vector_store_timeout" =>
            new(Blame.Overload, $"the stream began with {failure.ErrorCode}"),
        "rate_limit_exceeded" or "project_spend_limit_exceeded" => TooMany(failure, now),
        "invalid_api_key" => new(Blame.Key, "the provider refused the key"),
        "model_not_found" => new(Blame.Model, "the organization does not have this model"),
        "invalid_encrypted_content" => new(Blame.Thinking, "it does not accept the conversation's reasoning"),
        var code when IsAboutMoney(code) => TooMany(failure, now),
        _ when IsAboutStored(failure) => new(Blame.Workspace, "the project does not have what the request goes on from"),
        var code when code == failure.ErrorType => new(Blame.Request, "the stream began with an error"), // it has no type beside its code
        _ => null,
    };

    // The client's own header names another one than the key's; a key of that one may be there.
    private static bool IsAboutNamedPool(UpstreamFailure failure) =>
        failure.ErrorCode is "mismatched_organization" or "mismatched_project" or "invalid_organization" or "invalid_project";

    // Anthropic's (providers.md 1.4) and OpenAI's (7.2), the organization's.
    private static bool IsAboutMoney(string? code) => code is "enforced_spend_limit_reached" or "billing_error"
        or "insufficient_quota" or "credit_balance_exhausted" or "organization_spend_limit_exceeded" or "organization_usage_limit_exceeded";

    // OpenAI's word for a stored response or conversation of another project (providers.md 7.3).
    private static bool IsAboutStored(UpstreamFailure failure) =>
        failure.ErrorCode is "previous_response_not_found" or "conversation_not_found" || StoredText().IsMatch(failure.Message ?? "");

    private static string? MoneyText(UpstreamFailure failure) => failure.Message switch
    {
        null => null,
        var text when failure.ErrorType == "billing_error" || CreditText().IsMatch(text) => "the credit balance is used up",
        var text when UsageLimitText().IsMatch(text) => "the spend limit that was set for it is reached",
        _ => null,
    };

    private static bool OrganizationDisabled(UpstreamFailure failure) => DisabledText().IsMatch(failure.Message ?? "");

    // Anthropic answers "model: claude-x" for an unknown model.
    private static bool IsAboutModel(UpstreamFailure failure) =>
        failure.ErrorCode == "model_not_found" || string.IsNullOrEmpty(failure.Message) || failure.Message.Contains("model", StringComparison.OrdinalIgnoreCase);

    /// <summary>The day in the text on which access returns, at 00:00 UTC; only a day to come.</summary>
    private static DateTimeOffset? DateIn(UpstreamFailure failure, DateTimeOffset now) =>
        Day().Match(failure.Message ?? "") is { Success: true } match
        && DateTimeOffset.TryParseExact(
            match.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day)
        && day > now
            ? day
            : null;

    // "messages.1.content.0: Invalid `signature` in `thinking` block ... bound to a different conversation" (providers.md 2.8).
    [GeneratedRegex(@"invalid `?signature`? in `?(redacted_)?thinking`? block|bound to a different conversation", RegexOptions.IgnoreCase)]
    private static partial Regex SignatureText();

    // "You have insufficient permissions for this operation. Missing scopes: api.responses.write."
    [GeneratedRegex(@"insufficient permissions for this operation|missing scopes", RegexOptions.IgnoreCase)]
    private static partial Regex ScopeText();

    // "Previous response with id 'resp_1' not found.", "Conversation with id 'conv_1' not found."
    [GeneratedRegex(@"^(previous response|conversation) with id '[^']{1,200}' not found", RegexOptions.IgnoreCase)]
    private static partial Regex StoredText();

    [GeneratedRegex(@"credit balance is too low", RegexOptions.IgnoreCase)]
    private static partial Regex CreditText();

    [GeneratedRegex(@"you have reached your specified .{0,80}usage limits?", RegexOptions.IgnoreCase)]
    private static partial Regex UsageLimitText();

    [GeneratedRegex(@"spend (limit|cap)|monthly (limit|cap)|usage limit", RegexOptions.IgnoreCase)]
    private static partial Regex SpendText();

    [GeneratedRegex(@"organization has been disabled", RegexOptions.IgnoreCase)]
    private static partial Regex DisabledText();

    [GeneratedRegex(@"acceleration", RegexOptions.IgnoreCase)]
    private static partial Regex AccelerationText();

    [GeneratedRegex(@"rate limit of ([0-9][0-9,]{0,14}) input tokens per minute", RegexOptions.IgnoreCase)]
    private static partial Regex InputLimitText();

    [GeneratedRegex(@"\b20[0-9]{2}-[01][0-9]-[0-3][0-9]\b")]
    private static partial Regex Day();
}
