namespace Warmpath.Kill;

/// <summary>What came of all rounds.</summary>
public sealed class KillReport
{
    private readonly List<string> _faults = [];

    public int Rounds { get; private set; }

    public int Requests { get; private set; }

    /// <summary>Requests whose answer a client saw whole.</summary>
    public int Whole { get; private set; }

    /// <summary>Requests that the restarted gateway knew as interrupted.</summary>
    public int Interrupted { get; private set; }

    /// <summary>Empty when nothing was lost, there twice or broken.</summary>
    public IReadOnlyList<string> Faults => _faults;

    internal void Add(IReadOnlyCollection<Seen> seen, int interrupted, IEnumerable<string> faults)
    {
        Rounds++;
        Requests += seen.Count;
        Whole += seen.Count(request => request.Whole);
        Interrupted += interrupted;
        _faults.AddRange(faults);
    }
}
