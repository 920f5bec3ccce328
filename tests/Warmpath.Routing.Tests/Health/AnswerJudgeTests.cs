using Warmpath.Routing.Health;

namespace Warmpath.Routing.Tests.Health;

/// <summary>Each row of providers.md 1.4 and 1.5.</summary>
public class AnswerJudgeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(400, "invalid_request_error", "messages: field required", Blame.Request)]
    [InlineData(400, "invalid_request_error", "Your credit balance is too low to access the Anthropic API.", Blame.Credit)]
    [InlineData(400, "invalid_request_error", "You have reached your specified API usage limits. You will regain access on 2026-12-01 at 00:00 UTC.", Blame.Credit)]
    [InlineData(400, "invalid_request_error", "You have reached your specified workspace API usage limits.", Blame.Credit)]
    [InlineData(400, "invalid_request_error", "This organization has been disabled.", Blame.Key)]
    [InlineData(400, "invalid_request_error", "messages.1.content.0: Invalid `signature` in `thinking` block: bound to a different conversation", Blame.Thinking)]
    [InlineData(401, "authentication_error", "invalid x-api-key", Blame.Key)]
    [InlineData(402, "billing_error", "payment required", Blame.Credit)]
    [InlineData(403, "permission_error", "no access", Blame.Model)]
    [InlineData(404, "not_found_error", "model: claude-nope", Blame.Model)]
    [InlineData(404, "not_found_error", "File not found: file_1", Blame.Request)]
    [InlineData(409, "conflict_error", "", Blame.Request)]
    [InlineData(413, "request_too_large", "", Blame.Request)]
    [InlineData(422, null, null, Blame.Request)]
    [InlineData(429, "billing_error", "cap", Blame.Credit)]
    [InlineData(500, "api_error", "", Blame.Overload)]
    [InlineData(502, null, "<html>", Blame.Overload)]
    [InlineData(504, "timeout_error", "", Blame.Overload)]
    [InlineData(529, "overloaded_error", "Overloaded", Blame.Overload)]
    [InlineData(301, null, null, Blame.Overload)]
    [InlineData(304, null, null, Blame.Request)]
    [InlineData(0, null, null, Blame.Overload)]
    [InlineData(101, null, null, Blame.Overload)]
    [InlineData(999, null, null, Blame.Overload)]
    public void Every_status_is_about_what_it_is_about(int status, string? type, string? message, object blame) =>
        Assert.Equal((Blame)blame, Judge(status, type, message).Blame);

    [Theory]
    [InlineData(429, "rate_limit_error", "rate_limit_exceeded", "Rate limit reached for gpt-6-sol", Blame.Limit)]
    [InlineData(429, "rate_limit_error", "slow_down", "Slow down", Blame.Limit)]
    [InlineData(429, "insufficient_quota", "credit_balance_exhausted", "You exceeded your current quota", Blame.Credit)]
    [InlineData(429, "insufficient_quota", "insufficient_quota", "You exceeded your current quota", Blame.Credit)]
    [InlineData(429, "insufficient_quota", "project_spend_limit_exceeded", "The project is over its limit", Blame.Project)]
    [InlineData(400, "invalid_request_error", "invalid_encrypted_content", "Encrypted content organization_id did not match", Blame.Thinking)]
    [InlineData(400, "invalid_request_error", "previous_response_not_found", "Previous response with id 'resp_1' not found.", Blame.Workspace)]
    [InlineData(404, "invalid_request_error", null, "Conversation with id 'conv_1' not found.", Blame.Workspace)]
    [InlineData(404, "invalid_request_error", "model_not_found", "The model `gpt-9` does not exist or you do not have access to it.", Blame.Model)]
    [InlineData(401, "invalid_request_error", "mismatched_organization", "OpenAI-Organization header should match organization for API key", Blame.Workspace)]
    [InlineData(401, "invalid_request_error", "invalid_organization", "No such organization: org-nonsense.", Blame.Workspace)]
    [InlineData(401, "invalid_request_error", null, "You have insufficient permissions for this operation. Missing scopes: api.responses.write.", Blame.Workspace)]
    [InlineData(401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided", Blame.Key)]
    [InlineData(503, "server_error", "slow_down", "Overloaded", Blame.Overload)]
    [InlineData(400, "invalid_request_error", "context_length_exceeded", "Too long", Blame.Request)]
    public void OpenAIs_answers_are_judged_by_their_codes(int status, string type, string? code, string message, object blame) =>
        Assert.Equal((Blame)blame, Judge(status, type, message, code: code).Blame);

    [Fact]
    public void A_rate_limit_ends_when_retry_after_says()
    {
        var verdict = Judge(429, "rate_limit_error", "This request would exceed your organization's rate limit of 450,000 input tokens per minute", retryAfter: 7);
        Assert.Equal((Blame.Limit, Now.AddSeconds(7), 450_000L), (verdict.Blame, verdict.Until, verdict.InputLimit));
    }

    [Fact]
    public void A_monthly_cap_is_no_rate_limit_and_ends_on_its_date()
    {
        var verdict = Judge(429, "rate_limit_error", "You have reached your monthly spend limit; access returns on 2026-12-01.", code: "enforced_spend_limit_reached");
        Assert.Equal((Blame.Credit, new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero)), (verdict.Blame, verdict.Until));
    }

    [Fact]
    public void A_date_that_is_past_says_nothing() =>
        Assert.Null(Judge(400, "invalid_request_error", "Your credit balance is too low since 2026-01-01").Until);

    [Fact]
    public void A_bare_429_is_a_rate_limit_of_unknown_length()
    {
        var verdict = Judge(429, "rate_limit_error", "Too many requests");
        Assert.Equal((Blame.Limit, (DateTimeOffset?)null), (verdict.Blame, verdict.Until));
    }

    [Theory]
    [InlineData(RequestKind.Files, 404, Blame.Workspace)]
    [InlineData(RequestKind.Batches, 404, Blame.Workspace)]
    [InlineData(RequestKind.Files, 403, Blame.Request)]
    [InlineData(RequestKind.Models, 404, Blame.Model)]
    [InlineData(RequestKind.Models, 403, Blame.Model)]
    public void What_a_workspace_lacks_is_no_fault_of_a_key_or_a_model(RequestKind kind, int status, object blame) =>
        Assert.Equal((Blame)blame, AnswerJudge.Judge(new() { Kind = AttemptFailure.Status, Status = status }, kind, Now).Blame);

    [Theory]
    [InlineData("overloaded_error", Blame.Overload)]
    [InlineData("api_error", Blame.Overload)]
    [InlineData("rate_limit_error", Blame.Limit)]
    [InlineData("authentication_error", Blame.Key)]
    [InlineData("billing_error", Blame.Credit)]
    [InlineData("invalid_request_error", Blame.Request)]
    [InlineData("something_new", Blame.Overload)]
    [InlineData("server_error", Blame.Overload)]
    public void An_error_event_is_judged_by_its_type(string type, object blame) =>
        Assert.Equal((Blame)blame, AnswerJudge.Judge(new() { Kind = AttemptFailure.StreamError, Status = 0, ErrorType = type }, RequestKind.Messages, Now).Blame);

    [Theory]
    [InlineData("server_error", "server_error", Blame.Overload)]
    [InlineData("rate_limit_exceeded", "rate_limit_exceeded", Blame.Limit)]
    [InlineData("tokens", "rate_limit_exceeded", Blame.Limit)]
    [InlineData("insufficient_quota", "insufficient_quota", Blame.Credit)]
    [InlineData("insufficient_quota", "project_spend_limit_exceeded", Blame.Project)]
    [InlineData("context_length_exceeded", "context_length_exceeded", Blame.Request)]
    [InlineData("invalid_image_format", "invalid_image_format", Blame.Request)]
    [InlineData("failed_to_download_image", "failed_to_download_image", Blame.Request)]
    [InlineData("model_not_found", "model_not_found", Blame.Model)]
    [InlineData("rate_limit_error", "enforced_spend_limit_reached", Blame.Credit)]
    [InlineData("overloaded_error", "capacity", Blame.Overload)]
    [InlineData("invalid_request_error", "invalid_value", Blame.Request)]
    public void An_error_event_that_has_a_code_is_judged_by_that(string type, string code, object blame) =>
        Assert.Equal((Blame)blame, AnswerJudge.Judge(new() { Kind = AttemptFailure.StreamError, Status = 0, ErrorType = type, ErrorCode = code }, RequestKind.Messages, Now).Blame);

    [Fact]
    public void A_404_of_a_request_that_names_what_a_workspace_made_may_be_about_that() => Assert.All(
        new[] { RequestKind.Messages, RequestKind.CountTokens },
        kind => Assert.Equal(Blame.Workspace, AnswerJudge.Judge(new() { Kind = AttemptFailure.Status, Status = 404, Message = "There is no such thing.", NamesMade = true }, kind, Now).Blame));

    [Theory]
    [InlineData(AttemptFailure.NoConnection)]
    [InlineData(AttemptFailure.Reset)]
    [InlineData(AttemptFailure.FirstByteTimeout)]
    [InlineData(AttemptFailure.Truncated)]
    public void No_answer_is_about_the_connection(AttemptFailure kind) =>
        Assert.Equal(Blame.Connection, AnswerJudge.Judge(new() { Kind = kind }, RequestKind.Messages, Now).Blame);

    private static Verdict Judge(int status, string? type, string? message, double? retryAfter = null, string? code = null) => AnswerJudge.Judge(
        new()
        {
            Kind = AttemptFailure.Status,
            Status = status,
            ErrorType = type,
            ErrorCode = code,
            Message = message,
            RetryAfter = retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        },
        RequestKind.Messages,
        Now);
}
