using Warmpath.Routing.Fleet;

namespace Warmpath.Routing.Baselines;

/// <summary>One of LiteLLM's pre-call checks: narrows the rows that a request may go to (field-notes.md 2.1).</summary>
internal interface ILiteLlmCheck
{
    /// <summary>The row that the request is pinned to; null when there is none.</summary>
    KeyState? Pin(RoutingRequest request, DateTimeOffset now);

    /// <summary>Before each upstream attempt.</summary>
    void Chosen(RoutingRequest request, KeyState row, DateTimeOffset now);

    /// <summary>Once the response has ended.</summary>
    void Finished(RoutingRequest request, KeyState row, DateTimeOffset now);
}
