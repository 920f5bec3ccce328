namespace Warmpath.Macro.Provider;

/// <summary>What a request asks the fake provider for, by the value of its header <c>x-bench-answer</c>.</summary>
internal enum AnswerKind
{
    /// <summary>One JSON object; also without the header.</summary>
    Whole,

    /// <summary>A whole event stream, written at once.</summary>
    Stream,

    /// <summary>An event stream that stays open; the provider's pace says when its next event comes.</summary>
    Open,
}
