using Warmpath.Routing;
using Warmpath.Routing.Outlines;
using Warmpath.Simulation.Traces;
using Warmpath.Simulation.Worlds;

namespace Warmpath.Simulation.Runs;

/// <summary>Runs a trace through a router in a world, in virtual time. Same trace, world, router and seed: same records.</summary>
public sealed class SimulationRun
{
    /// <summary>What agents usually ask for; the trace does not say.</summary>
    private const int MaxTokens = 32_000;

    /// <summary>The first block of a trace's prompt stands for tools and system (simulation.md, the example of a trace).</summary>
    private const int FrontBlocks = 1;

    private readonly Trace _trace;
    private readonly SimulationOptions _options;
    private readonly EventLoop _loop = new(World.Start);
    private readonly SimulatedGateway _gateway;
    private readonly SeededRandom _random;
    private readonly RequestRecord[] _records;
    private readonly int[] _awaited;
    private readonly List<int>?[] _successors;
    private readonly Action<int>? _progress;
    private int _ended;

    private SimulationRun(Trace trace, World world, IRouter router, SimulationOptions options, Action<int>? progress)
    {
        (_trace, _options, _progress) = (trace, options, progress);
        _gateway = new(_loop, router, new Upstream(world));
        _random = new(options.Seed);
        _records = [.. trace.Requests.Select(request => new RequestRecord(request))];
        _awaited = [.. trace.Requests.Select(request => request.After.Count)];
        _successors = new List<int>?[_records.Length];
    }

    /// <param name="router">New: it knows the world's keys, and nothing else yet.</param>
    /// <param name="progress">Told how many requests have ended.</param>
    /// <returns>One record per request, in the trace's order.</returns>
    public static IReadOnlyList<RequestRecord> Run(
        Trace trace, World world, IRouter router, SimulationOptions options, Action<int>? progress, CancellationToken cancellationToken)
    {
        var run = new SimulationRun(trace, world, router, options, progress);
        run.PlanFirst();
        run._loop.Run(cancellationToken);
        return run._records;
    }

    private void PlanFirst()
    {
        foreach (var request in _trace.Requests)
        {
            foreach (var line in request.After)
            {
                (_successors[line] ??= new(1)).Add(request.Index);
            }

            if (request.After.Count == 0)
            {
                PlanIssue(request, World.Start);
            }
        }
    }

    private void PlanIssue(TraceRequest request, DateTimeOffset earliest)
    {
        var due = request.At is { } at && World.Start + at > earliest ? World.Start + at : earliest;
        _loop.Plan(due, () => Issue(request));
    }

    private void Issue(TraceRequest request)
    {
        var outline = new Outline
        {
            Model = request.ModelClass,
            Stream = true,
            MaxTokens = MaxTokens,
            Blocks = request.Prompt.Blocks(),
            FrontBlocks = FrontBlocks,
            Breakpoints = request.Breakpoints,
            HasTools = true,
        };
        new ClientTurn(_gateway, _records[request.Index], now => Arrival(request, outline, now), _random, Ended).Issue();
    }

    private RoutingRequest Arrival(TraceRequest request, Outline outline, DateTimeOffset now) => new()
    {
        Kind = RequestKind.Messages,
        Outline = outline,
        Hints = new() { Session = request.Session, Agent = request.Stream == request.Session ? null : request.Stream },
        Client = request.User,
        ArrivedAt = now,
        MaximumWait = _options.MaximumWait,
        ValueOfTimePerHour = _options.ValueOfTimePerHour,
        Lifetime = _options.Lifetime,
    };

    private void Ended(RequestRecord record)
    {
        _progress?.Invoke(++_ended);
        foreach (var line in _successors[record.Request.Index] ?? [])
        {
            if (--_awaited[line] == 0)
            {
                var successor = _trace.Requests[line];
                PlanIssue(successor, successor.After.Max(awaited => _records[awaited].EndedAt) + successor.Think);
            }
        }
    }
}
