using BenchmarkDotNet.Attributes;
using Warmpath.Routing;
using Warmpath.Routing.Catalog;
using Warmpath.Routing.Deciding;
using Warmpath.Routing.Limits;
using Warmpath.Routing.Outlines;

namespace Warmpath.Benchmarks;

/// <summary>The whole of routing over 100 keys with 10,000 living lineages that share a front, all with known limits.</summary>
[MemoryDiagnoser, MinColumn]
public class ManyKeysBenchmarks
{
    private const int Keys = 100;
    private const int Lineages = 10_000;
    private const int Blocks = 50;
    private const int FrontBlocks = 3;

    private static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Router _router = new(ModelCatalog.BuiltIn, new RouterSettings());
    private readonly Outline[] _outlines = new Outline[Lineages];
    private readonly string[] _sessions = new string[Lineages];
    private DateTimeOffset _now = Start;
    private int _next;
    private int _new;

    /// <summary>Whose the keys are, in equal shares; each key opens a workspace of its own.</summary>
    [Params(10, 100)]
    public int Organizations { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        for (var i = 0; i < Keys; i++)
        {
            _router.SetKey(
                new()
                {
                    Id = new($"k{i}"), Name = $"k{i}", Provider = "anthropic", BaseUrl = "http://127.0.0.1",
                    DiscoveredOrganizationId = $"o{i % Organizations}", DiscoveredWorkspaceId = $"w{i}",
                },
                Start);
        }

        for (var i = 0; i < Lineages; i++)
        {
            (_outlines[i], _sessions[i]) = (OutlineOf(i + 1), $"s{i}");
            Serve(_outlines[i], _sessions[i]);
        }
    }

    /// <summary>A lineage that is warm at home.</summary>
    [Benchmark]
    public void Known()
    {
        _next = (_next + 1) % Lineages;
        Serve(_outlines[_next], _sessions[_next]);
    }

    /// <summary>A lineage at its first request; its outline is made here too.</summary>
    [Benchmark]
    public void New() => Serve(OutlineOf(Lineages + ++_new), $"n{_new}");

    private static Outline OutlineOf(int lineage)
    {
        var blocks = new Block[Blocks];
        for (var i = 0; i < Blocks; i++)
        {
            var own = i < FrontBlocks ? 0UL : (ulong)lineage;
            blocks[i] = new(new UInt128(own, (ulong)i + 1), 1000, i == 0 ? BlockKind.Tool : i < FrontBlocks ? BlockKind.System : BlockKind.Text);
        }

        return new()
        {
            Model = "claude-sonnet-4-5",
            Stream = true,
            MaxTokens = 1000,
            Blocks = blocks,
            FrontBlocks = FrontBlocks,
            Breakpoints = [.. new[] { 1, 2, Blocks - 3, Blocks - 1 }.Select(block => new Breakpoint(block, CacheLifetime.FiveMinutes, IsExplicit: false))],
        };
    }

    private void Serve(Outline outline, string session)
    {
        _now += TimeSpan.FromMilliseconds(1);
        var ticket = _router.Enter(
            new()
            {
                Kind = RequestKind.Messages,
                Outline = outline,
                Hints = new() { Session = session },
                Client = "c",
                ArrivedAt = _now,
                MaximumWait = TimeSpan.FromSeconds(60),
                ValueOfTimePerHour = 60,
            },
            null);
        var attempt = ((Decision.Send)_router.Decide(ticket, _now)).Attempt;
        _router.Began(attempt, Facts, _now);
        var expected = attempt.Explanation.Expected;
        _router.Ended(attempt, new Usage(expected.Fresh, expected.Write5m, expected.Write1h, expected.Read, 200), _now);
        _router.Leave(ticket, _now);
    }

    // Limits so wide that nobody waits.
    private static readonly ResponseFacts Facts = new(null, null, new LimitHeaders
    {
        RequestsLimit = 10_000_000,
        RequestsRemaining = 10_000_000,
        InputTokensLimit = 10_000_000_000,
        InputTokensRemaining = 10_000_000_000,
        OutputTokensLimit = 10_000_000_000,
        OutputTokensRemaining = 10_000_000_000,
    });
}
