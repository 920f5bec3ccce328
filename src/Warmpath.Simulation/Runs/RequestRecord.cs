using Warmpath.Routing;
using Warmpath.Simulation.Traces;

namespace Warmpath.Simulation.Runs;

/// <summary>What became of one request of the trace.</summary>
public sealed class RequestRecord(TraceRequest request)
{
    private readonly List<AttemptRecord> _attempts = new(1);

    public TraceRequest Request { get; } = request;

    public IReadOnlyList<AttemptRecord> Attempts => _attempts;

    /// <summary>When the client first issued it.</summary>
    public DateTimeOffset IssuedAt { get; internal set; }

    /// <summary>When its response ended; for one that was given up, when it was.</summary>
    public DateTimeOffset EndedAt { get; internal set; }

    /// <summary>429s handed to the client.</summary>
    public int Client429s { get; internal set; }

    /// <summary>Other errors handed to the client.</summary>
    public int ClientErrors { get; internal set; }

    /// <summary>Null when it was never answered.</summary>
    public Usage? Usage => _attempts.Count > 0 ? _attempts[^1].Usage : null;

    /// <summary>Between its issue and the sending that succeeded; zero when none did.</summary>
    public TimeSpan AddedWait => Usage is null ? TimeSpan.Zero : _attempts[^1].At - IssuedAt;

    internal void Add(AttemptRecord attempt) => _attempts.Add(attempt);
}
