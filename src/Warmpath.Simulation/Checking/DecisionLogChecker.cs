using System.Globalization;
using Warmpath.Routing.Limits;
using Warmpath.Simulation.Decisions;
using Warmpath.Simulation.Providers;
using Warmpath.Simulation.Traces;
using Warmpath.Simulation.Worlds;

namespace Warmpath.Simulation.Checking;

/// <summary>
/// Replays a decision log against its trace by the rules of simulation.md, and says what it comes to. Written apart from the event loop
/// and the provider model, in seconds instead of ticks, so that one finds the other's mistakes.
/// </summary>
public sealed class DecisionLogChecker
{
    private const int MostDifferences = 100;

    /// <summary>Times are compared to the microsecond, ends to the millisecond: a log may have been written with fewer digits.</summary>
    private const double TimeTolerance = 1e-6;
    private const double EndTolerance = 1e-3;

    private readonly Trace _trace;
    private readonly World _world;
    private readonly Dictionary<string, (OrganizationSpec Organization, string Workspace)> _doors = [];
    private readonly Dictionary<(string Organization, string? Workspace, string Class), CheckedBuckets> _buckets = [];
    private readonly Dictionary<(string Organization, string Workspace, string Class), CheckedCache> _caches = [];
    private readonly Dictionary<int, LoggedRequest> _records = [];
    private readonly List<string> _differences = [];
    private long _read;
    private long _prompt;
    private decimal _cost;
    private int _answered;
    private long _refused;
    private double _wait;
    private int _differing;

    private DecisionLogChecker(Trace trace, World world)
    {
        (_trace, _world) = (trace, world);
        foreach (var organization in world.Organizations)
        {
            _doors.TryAdd(organization.Name, (organization, organization.Keys[0].Workspace));
            foreach (var key in organization.Keys)
            {
                _doors[key.Name] = (organization, key.Workspace);
            }
        }
    }

    public static CheckResult Check(Trace trace, World world, IReadOnlyList<LoggedRequest> log)
    {
        var checker = new DecisionLogChecker(trace, world);
        checker.Collect(log);
        foreach (var (record, attempt) in log
            .SelectMany(record => record.Attempts.Select(attempt => (Record: record, Attempt: attempt)))
            .OrderBy(sent => sent.Attempt.At).ThenBy(sent => sent.Attempt.Sequence ?? long.MaxValue).ThenBy(sent => sent.Record.Line))
        {
            checker.Replay(record, attempt);
        }

        return new()
        {
            Read = checker._read,
            Prompt = checker._prompt,
            InputCost = (double)(checker._cost / 1_000_000),
            Answered = checker._answered,
            Upstream429s = checker._refused,
            Client429s = log.Sum(record => (long)record.Client429s),
            TotalWait = checker._wait,
            DifferenceCount = checker._differing,
            Differences = checker._differences,
        };
    }

    private void Collect(IReadOnlyList<LoggedRequest> log)
    {
        foreach (var record in log.Where(record => !record.IsPing))
        {
            if (!_records.TryAdd(record.Request, record))
            {
                Differ(record, "has a record already");
            }
        }

        for (var i = 0; i < _trace.Requests.Count; i++)
        {
            if (!_records.ContainsKey(i))
            {
                Differ($"Request {i} has no record.");
            }
        }
    }

    private void Replay(LoggedRequest record, LoggedAttempt attempt)
    {
        if (!_doors.TryGetValue(attempt.Key, out var door))
        {
            Differ(record, $"was sent to '{attempt.Key}', which is no key");
            return;
        }

        var request = _trace.Requests[record.Request];
        var prompt = request.Prompt.Chain();
        var breakpoints = request.Breakpoints.Select(breakpoint => breakpoint.Block).ToArray();
        if (record.IsPing)
        {
            prompt = breakpoints.Length == 0 ? prompt : prompt[..(breakpoints[^1] + 1)];
        }
        else if (attempt == record.Attempts[0])
        {
            CheckDue(record, request, attempt.At);
        }

        var lifetimes = attempt.Lifetimes ?? [.. request.Breakpoints.Select(breakpoint => breakpoint.Lifetime)];
        var modelClass = request.ModelClass;
        var cache = CacheOf(door.Organization.Name, door.Workspace, modelClass);
        var split = cache.Look(prompt, breakpoints, lifetimes, attempt.At);
        var (whole, own) = (BucketsOf(door.Organization, null, modelClass), BucketsOf(door.Organization, door.Workspace, modelClass));
        var charge = split.Write5m + split.Write1h + split.Rest + (_world.Provider.CountReads * split.Read);
        var status = TroubleOf(request, record, door.Organization.Name, attempt)?.Status ?? (whole.Admits(charge, attempt.At) & own.Admits(charge, attempt.At) ? 200 : 429);
        if (status != attempt.Status)
        {
            Differ(record, string.Create(CultureInfo.InvariantCulture, $"got {attempt.Status} at {attempt.At:0.000} s from {attempt.Key}, by the rules {status}"));
        }

        if (status != 200)
        {
            _refused += status == 429 ? 1 : 0;
            return;
        }

        var output = record.IsPing ? 1 : request.OutputTokens;
        var (begins, ends) = Pace(attempt.At, request, split, output);
        whole.Take(charge, output);
        own.Take(charge, output);
        cache.Apply(prompt, breakpoints, lifetimes, split.ReadBlock, attempt.At, begins);
        Pay(modelClass, split);
        if (!record.IsPing)
        {
            Count(record, request, attempt, split, ends);
        }
    }

    private (double Begins, double Ends) Pace(double at, TraceRequest request, CheckedCache.Split split, int output)
    {
        if (request.Took is var (firstByte, whole))
        {
            return (at + firstByte.TotalSeconds, at + whole.TotalSeconds);
        }

        var begins = at + _world.Provider.Latency.TotalSeconds
            + (_world.Provider.LatencyPerTokenSeconds * (split.Write5m + split.Write1h + split.Rest));
        return (begins, begins + (output / _world.Provider.OutputTokensPerSecond));
    }

    private void Pay(string modelClass, CheckedCache.Split split)
    {
        var prices = _world.PricesOf(modelClass);
        _cost += (split.Rest * prices.Input) + (split.Write5m * prices.CacheWrite5m)
            + (split.Write1h * prices.CacheWrite1h) + (split.Read * prices.CacheRead);
    }

    private void Count(LoggedRequest record, TraceRequest request, LoggedAttempt attempt, CheckedCache.Split split, double ends)
    {
        _answered++;
        _read += split.Read;
        _prompt += request.Prompt.TotalTokens;
        _wait += attempt.At - (Due(request) ?? attempt.At);
        if (attempt != record.Attempts[^1])
        {
            Differ(record, "was sent again after it had been answered");
        }

        if (record.End is { } end && Math.Abs(end - ends) > EndTolerance)
        {
            Differ(record, string.Create(CultureInfo.InvariantCulture, $"ended at {end:0.000} s, by the rules at {ends:0.000} s"));
        }
    }

    private void CheckDue(LoggedRequest record, TraceRequest request, double at)
    {
        if (Due(request) is not { } due)
        {
            Differ(record, "follows a request of which the log does not say when it ended");
        }
        else if (at < due - TimeTolerance)
        {
            Differ(record, string.Create(CultureInfo.InvariantCulture, $"was sent at {at:0.000} s, before it was issued at {due:0.000} s"));
        }
    }

    // When the client issues it: by the ends that the log itself names; null where it does not name one.
    private double? Due(TraceRequest request)
    {
        var due = request.At?.TotalSeconds ?? 0;
        foreach (var line in request.After)
        {
            if (_records.GetValueOrDefault(line)?.End is not { } end)
            {
                return null;
            }

            due = Math.Max(due, end + request.Think.TotalSeconds);
        }

        return due;
    }

    private CheckedCache CacheOf(string organization, string workspace, string modelClass)
    {
        if (!_caches.TryGetValue((organization, workspace, modelClass), out var cache))
        {
            _caches.Add((organization, workspace, modelClass), cache = new(_world.Provider.MinimumOf(modelClass), _world.Provider));
        }

        return cache;
    }

    // A workspace without limits of its own has buckets that never refuse.
    private CheckedBuckets BucketsOf(OrganizationSpec organization, string? workspace, string modelClass)
    {
        if (!_buckets.TryGetValue((organization.Name, workspace, modelClass), out var buckets))
        {
            var limits = organization.LimitsOf(workspace, modelClass) ?? LimitSettings.Unknown;
            _buckets.Add((organization.Name, workspace, modelClass), buckets = new(limits, _world.Provider));
        }

        return buckets;
    }

    private Trouble? TroubleOf(TraceRequest request, LoggedRequest record, string organization, LoggedAttempt attempt)
    {
        var before = record.Attempts.TakeWhile(other => other != attempt)
            .Count(other => _doors.TryGetValue(other.Key, out var door) && door.Organization.Name == organization);
        return !record.IsPing && request.MetAt(organization, before) is { } met ? met.Trouble : OutageOf(organization, attempt);
    }

    private Outage? OutageOf(string organization, LoggedAttempt attempt) => _world.Outages.FirstOrDefault(
        outage => outage.Organization == organization && (outage.Key ?? attempt.Key) == attempt.Key
            && outage.From.TotalSeconds <= attempt.At && attempt.At < outage.Until.TotalSeconds);

    private void Differ(LoggedRequest record, string what) => Differ($"Line {record.Line}: {(record.IsPing ? "the ping of request" : "request")} {record.Request} {what}.");

    private void Differ(string sentence)
    {
        _differing++;
        if (_differences.Count < MostDifferences)
        {
            _differences.Add(sentence);
        }
    }
}
