using Warmpath.Routing.Fleet;

namespace Warmpath.Routing.Baselines;

/// <summary>One of LiteLLM's pre-call checks: narrows the rows that a request may go to (field-notes.md 2.1).</summary>
internal interface ILiteLlmCheck
{
    /// <returns>The one of <paramref name="rows"/> that the request is pinned to; all of them when none is.</returns>
    KeyState[] Narrow(KeyState[] rows, RoutingRequest request, DateTimeOffset now);

    /// <summary>Before each upstream attempt.</summary>
    void Chosen(RoutingRequest request, KeyState row, DateTimeOffset now);

    /// <summary>Once the response has ended.</summary>
    void Finished(RoutingRequest request, KeyState row, DateTimeOffset now);
}
