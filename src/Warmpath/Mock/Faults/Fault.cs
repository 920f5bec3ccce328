using System.Text.Json.Serialization;

namespace Warmpath.Mock.Faults;

/// <summary>A trouble to play, to whom and how often: <c>new Fault(FaultName.Overloaded529) { Key = "acme-1", Times = 2 }</c>.</summary>
/// <param name="Name">One of <see cref="FaultName"/>.</param>
public sealed record Fault([property: JsonPropertyName("fault")] string Name)
{
    /// <summary>Only calls with this key: its name or its secret.</summary>
    public string? Key { get; init; }

    /// <summary>Only calls of this organization: its name or its id.</summary>
    public string? Organization { get; init; }

    /// <summary>Only calls that name this model.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// One of <see cref="MockRoute.Names"/>, or <c>all</c>; null = all for an account's trouble, else <see cref="MockRoute.Prompts"/>.
    /// </summary>
    public string? Route { get; init; }

    /// <summary>How many calls meet it; null = all, until it is cleared.</summary>
    public int? Times { get; init; }

    /// <summary>Seconds in the header <c>retry-after</c> of an error; null = no header.</summary>
    public double? RetryAfter { get; init; }

    /// <summary>The header <c>x-should-retry</c> of an error; null = no header.</summary>
    public bool? ShouldRetry { get; init; }

    /// <summary>For <see cref="FaultName.Slow"/>: before the headers, in milliseconds.</summary>
    public int DelayMs { get; init; } = 1000;

    /// <summary>For errors inside a stream: the type in the event.</summary>
    public string ErrorType { get; init; } = "overloaded_error";
}
