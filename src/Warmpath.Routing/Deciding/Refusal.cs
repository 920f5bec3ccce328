namespace Warmpath.Routing.Deciding;

/// <summary>Why no key can serve a request.</summary>
public enum RefusalKind : byte
{
    /// <summary>Every organization is limited for longer than the request may be held → 429.</summary>
    Limited,

    /// <summary>Every upstream was overloaded until the maximum wait was over → 503.</summary>
    Overloaded,

    /// <summary>Every candidate was tried and none answered → 502.</summary>
    Unreachable,

    /// <summary>No key at all can serve until a person acts → 503.</summary>
    NoUsableKey,

    /// <summary>Every key's organization lacks the model: the provider's own answer goes back as it came.</summary>
    NoModel,

    /// <summary>Every workspace was asked and none has it: the provider's own answer goes back as it came.</summary>
    NotFound,
}

/// <param name="Message">For the client: what is the matter and what cures it; names keys, never secrets.</param>
/// <param name="RetryAfter">The true time until the first key can serve; null where waiting does not help.</param>
public sealed record Refusal(RefusalKind Kind, string Message, TimeSpan? RetryAfter);
