using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;

namespace Warmpath.Routing.Baselines;

/// <summary>SGLang's <c>cache_aware</c> with its Python defaults, workers taken as keys (field-notes.md 2.4).</summary>
/// <remarks>
/// Its tree matches characters; here whole blocks, which is the same for prompts that grow by blocks. It evicts by size alone, after far
/// more text than a simulated day holds, so nothing is evicted here.
/// </remarks>
internal sealed class SglangRouter(IReadOnlyList<KeyConfig> keys) : BaselineRouter(keys)
{
    private const double CacheThreshold = 0.3;
    private const int BalanceAbsolute = 64;
    private const double BalanceRelative = 1.5;
    private const int Retries = 5;
    private const int FailuresThatOpen = 5;
    private const int SuccessesThatClose = 2;

    private static readonly TimeSpan OpenFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    // Who was sent this prefix last.
    private readonly Dictionary<UInt128, KeyState> _tree = [];
    private readonly Dictionary<KeyState, Breaker> _breakers = [];

    protected override KeyState? Pick(Course course, DateTimeOffset now)
    {
        var healthy = course.Rows.Where(row => IsHealthy(row, now)).ToArray();
        if (healthy.Length == 0)
        {
            return null;
        }

        var (most, fewest) = (healthy.Max(row => row.InFlight), healthy.Min(row => row.InFlight));
        var idlest = healthy.MinBy(row => row.InFlight)!; // not empty
        if (most - fewest > BalanceAbsolute && most > BalanceRelative * fewest)
        {
            return Insert(course.Request, idlest);
        }

        var (share, worker) = Match(course.Request);
        return share <= CacheThreshold || worker is null ? Insert(course.Request, idlest)
            : healthy.Contains(worker) ? Insert(course.Request, worker)
            : healthy[0];
    }

    protected override void Succeeded(Course course, KeyState row, DateTimeOffset now)
    {
        var breaker = BreakerOf(row);
        breaker.Failures = 0;
        if (breaker.OpenUntil is not null && ++breaker.Successes >= SuccessesThatClose)
        {
            _breakers.Remove(row);
        }
    }

    protected override NextStep Refused(Course course, KeyState row, UpstreamFailure failure, DateTimeOffset now)
    {
        if (failure.Status is not (408 or 429 or >= 500))
        {
            return NextStep.ReturnAnswer;
        }

        var breaker = BreakerOf(row);
        if (++breaker.Failures >= FailuresThatOpen || breaker.OpenUntil is not null)
        {
            (breaker.OpenUntil, breaker.Successes) = (now + OpenFor, 0);
        }

        if (course.Failures > Retries)
        {
            return NextStep.ReturnAnswer;
        }

        course.NotBefore = now + (FirstPause * Math.Pow(2, course.Failures - 1));
        return NextStep.DecideAgain;
    }

    private (double Share, KeyState? Worker) Match(RoutingRequest request)
    {
        var (matched, total, worker) = (0L, 0L, (KeyState?)null);
        foreach (var block in request.Outline.Blocks)
        {
            if (matched == total && _tree.TryGetValue(block.Digest, out var known))
            {
                (matched, worker) = (matched + block.Size, known);
            }

            total += block.Size;
        }

        return (total == 0 ? 0 : (double)matched / total, worker);
    }

    private KeyState Insert(RoutingRequest request, KeyState row)
    {
        foreach (var block in request.Outline.Blocks)
        {
            _tree[block.Digest] = row;
        }

        return row;
    }

    private bool IsHealthy(KeyState row, DateTimeOffset now) =>
        !_breakers.TryGetValue(row, out var breaker) || breaker.OpenUntil is null || breaker.OpenUntil <= now;

    private Breaker BreakerOf(KeyState row) => _breakers.TryGetValue(row, out var known) ? known : _breakers[row] = new Breaker();

    private sealed class Breaker
    {
        public int Failures { get; set; }

        /// <summary>Null while closed; past it, half-open.</summary>
        public DateTimeOffset? OpenUntil { get; set; }

        public int Successes { get; set; }
    }
}
