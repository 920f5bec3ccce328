namespace Warmpath.Mock.Faults;

/// <summary>Every fault that the mock can play (providers.md 1.4, 1.5; claude-code-behaviour.md B1 to B3).</summary>
public static class FaultName
{
    public const string RateLimit = "rate_limit";
    public const string Acceleration = "acceleration";
    public const string SpendCap = "spend_cap";
    public const string UsageLimit400 = "usage_limit_400";
    public const string Credit400 = "credit_400";
    public const string Billing402 = "billing_402";
    public const string OrganizationDisabled400 = "org_disabled_400";
    public const string InvalidKey401 = "invalid_key_401";
    public const string Permission403 = "permission_403";
    public const string NotFound404 = "not_found_404";
    public const string Conflict409 = "conflict_409";
    public const string TooLarge413 = "too_large_413";
    public const string InvalidRequest400 = "invalid_request_400";
    public const string Signature400 = "signature_400";
    public const string ApiError500 = "api_error_500";
    public const string BadGateway502Html = "bad_gateway_502_html";
    public const string Timeout504 = "timeout_504";
    public const string Overloaded529 = "overloaded_529";

    /// <summary>The connection is closed before headers.</summary>
    public const string Close = "close";

    /// <summary>Nothing is ever answered.</summary>
    public const string Hang = "hang";

    /// <summary>Headers come late, then all is well.</summary>
    public const string Slow = "slow";

    /// <summary>To a path of the mock that answers 404, so that whoever follows stands in its request log.</summary>
    public const string Redirect301 = "redirect_301";

    /// <summary>200, then an <c>error</c> event as the first.</summary>
    public const string StreamErrorFirst = "stream_error_first";

    /// <summary>An <c>error</c> event inside the first content block.</summary>
    public const string StreamErrorAfter = "stream_error_after";

    /// <summary>An <c>error</c> event after the first content block is complete.</summary>
    public const string StreamErrorAfterBlock = "stream_error_after_block";

    /// <summary>Headers, then the connection is closed.</summary>
    public const string CutBeforeStart = "cut_before_start";

    /// <summary>Closed after <c>message_start</c>.</summary>
    public const string CutAfterStart = "cut_after_start";

    /// <summary>Closed inside the first content block.</summary>
    public const string CutAfterContent = "cut_after_content";

    /// <summary>Closed after the first content block is complete.</summary>
    public const string CutAfterBlock = "cut_after_block";

    /// <summary>A clean end of body inside the first content block.</summary>
    public const string EndAfterContent = "end_after_content";

    /// <summary>All but <c>message_stop</c>, then a clean end of body.</summary>
    public const string EndWithoutStop = "end_without_stop";

    /// <summary>Headers, then nothing.</summary>
    public const string SilentStream = "silent_stream";

    /// <summary>Content begins, then nothing.</summary>
    public const string SilentAfterContent = "silent_after_content";

    /// <summary>After <c>message_start</c> an event whose JSON breaks off, then a clean end of body.</summary>
    public const string MalformedJson = "malformed_json";

    public static IReadOnlyCollection<string> All => FaultCatalog.Names;
}
