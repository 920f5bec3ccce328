using BenchmarkDotNet.Attributes;
using Warmpath.Routing;
using Warmpath.Routing.Catalog;
using Warmpath.Routing.Deciding;
using Warmpath.Routing.Outlines;

namespace Warmpath.Benchmarks;

/// <summary>The whole of routing for one request of 250 KB and 200 blocks over 10 keys, its lineage warm at home.</summary>
[MemoryDiagnoser, MinColumn]
public class DecideBenchmarks
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly byte[] _body = Bodies.OfSize(250_000, 200);
    private readonly Router _router = new(ModelCatalog.BuiltIn, new RouterSettings());
    private Outline _outline = new() { Model = "", Blocks = [], Breakpoints = [] };
    private DateTimeOffset _now = Start;

    [GlobalSetup]
    public void Setup()
    {
        for (var i = 0; i < 10; i++)
        {
            _router.SetKey(
                new() { Id = new($"k{i}"), Name = $"k{i}", Provider = "anthropic", BaseUrl = "http://127.0.0.1", DiscoveredOrganizationId = $"o{i}", DiscoveredWorkspaceId = $"w{i}" },
                Start);
        }

        _outline = OutlineReader.Read(_body, out _)!; // the benchmark's own body has one
        DecideAndObserve();
    }

    /// <summary>Enters, decides and leaves again without having sent anything.</summary>
    [Benchmark]
    public void Decide()
    {
        var (ticket, attempt) = Decided(_outline);
        _router.Abandoned(attempt, _now);
        _router.Leave(ticket, _now);
    }

    /// <summary>The same, and the answer learned from: what observing costs is the difference.</summary>
    [Benchmark]
    public void DecideAndObserve() => Serve(_outline);

    /// <summary>Outline, decide and observe, as the gateway does for every request.</summary>
    [Benchmark]
    public void OutlineDecideObserve() => Serve(OutlineReader.Read(_body, out _)!);

    private void Serve(Outline outline)
    {
        var (ticket, attempt) = Decided(outline);
        _router.Began(attempt, ResponseFacts.None, _now);
        var expected = attempt.Explanation.Expected;
        _router.Ended(attempt, new Usage(expected.Fresh, expected.Write5m, expected.Write1h, expected.Read, 200), _now);
        _router.Leave(ticket, _now);
    }

    private (Ticket Ticket, Attempt Attempt) Decided(Outline outline)
    {
        _now += TimeSpan.FromMilliseconds(10);
        var ticket = _router.Enter(
            new()
            {
                Kind = RequestKind.Messages,
                Outline = outline,
                Hints = new() { Session = "s" },
                Client = "c",
                ArrivedAt = _now,
                MaximumWait = TimeSpan.FromSeconds(60),
                ValueOfTimePerHour = 60,
            },
            null);
        return (ticket, ((Decision.Send)_router.Decide(ticket, _now)).Attempt);
    }
}
