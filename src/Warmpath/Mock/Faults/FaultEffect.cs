using Warmpath.Mock.Http;

namespace Warmpath.Mock.Faults;

/// <summary>What a fault does. A closed family: <see cref="FaultPlayer"/> and <see cref="SseWriter"/> play them.</summary>
internal abstract record FaultEffect
{
    /// <summary>Whether the trouble is the account's, and so met on every route.</summary>
    public bool AccountWide { get; init; }
}

/// <summary>An error instead of an answer.</summary>
/// <param name="Error">In the words of Anthropic; a <see cref="Dialect"/> may have others for it.</param>
internal sealed record ErrorEffect(Func<FaultScene, ProviderError> Error) : FaultEffect;

/// <summary>A status with a page for people, as proxies on the way send it.</summary>
internal sealed record HtmlEffect(int Status) : FaultEffect;

internal sealed record RedirectEffect : FaultEffect;

internal sealed record CloseEffect : FaultEffect;

internal sealed record HangEffect : FaultEffect;

internal sealed record SlowEffect : FaultEffect;

/// <summary>The answer begins well and ends badly.</summary>
internal sealed record StreamEffect(StreamStage After, StreamEnding Ending) : FaultEffect;

/// <summary>How far a stream has come, in order.</summary>
internal enum StreamStage
{
    Headers,
    Started,
    InContent,
    AfterBlock,
    BeforeStop,
    Complete,
}

internal enum StreamEnding
{
    Cut,
    Error,
    CleanEnd,
    Silence,
    BrokenJson,
}

/// <summary>What an error's text may name.</summary>
internal sealed record FaultScene(Fault Fault, string OrganizationId, string? Model, DateTimeOffset Now)
{
    /// <summary>When monthly budgets begin anew.</summary>
    public DateOnly NextMonth => new DateOnly(Now.UtcDateTime.Year, Now.UtcDateTime.Month, 1).AddMonths(1);
}
