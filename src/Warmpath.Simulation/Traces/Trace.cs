namespace Warmpath.Simulation.Traces;

/// <summary>Requests in the order of their lines.</summary>
public sealed class Trace(IReadOnlyList<TraceRequest> requests)
{
    public IReadOnlyList<TraceRequest> Requests { get; } = requests;

    /// <summary>Input tokens of all requests.</summary>
    public long InputTokens { get; } = requests.Sum(request => request.Prompt.TotalTokens);
}
