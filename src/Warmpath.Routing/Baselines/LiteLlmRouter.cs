using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;

namespace Warmpath.Routing.Baselines;

/// <summary>LiteLLM's router: its checks one after the other, then simple-shuffle with equal weights; cooldowns; two retries; no queue (field-notes.md 2.1).</summary>
internal sealed class LiteLlmRouter(IReadOnlyList<KeyConfig> keys, BaselineOptions options, params ILiteLlmCheck[] checks) : BaselineRouter(keys)
{
    private const int Retries = 2;
    private const int FewestForShare = 5;
    private const double ShareThatCools = 0.5;
    private const int FewestForOutage = 1_000;

    private static readonly TimeSpan DefaultCooldown = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);

    private readonly SeededRandom _random = new(options.Seed);
    private readonly Dictionary<KeyState, DateTimeOffset> _cooldowns = [];
    private readonly Dictionary<KeyState, (long Minute, int Answers, int Failures)> _minutes = [];

    protected override KeyState? Pick(Course course, DateTimeOffset now)
    {
        var usable = course.Rows.Where(row => IsUsable(row, now)).ToArray();
        if (usable.Length == 0)
        {
            course.ClientRetryAfter = options.LiteLlmForwardsRetryAfter ? course.Rows.Min(row => _cooldowns[row]) - now : null;
            return null;
        }

        var left = checks.Aggregate(usable, (rows, check) => check.Narrow(rows, course.Request, now));
        var row = left.Length == 1 ? left[0] : left[_random.Below(left.Length)];
        foreach (var check in checks)
        {
            check.Chosen(course.Request, row, now);
        }

        return row;
    }

    protected override void Finished(Course course, KeyState row, Usage? usage, DateTimeOffset now)
    {
        Count(row, failed: false, now);
        foreach (var check in checks)
        {
            check.Finished(course.Request, row, now);
        }
    }

    protected override NextStep Refused(Course course, KeyState row, UpstreamFailure failure, DateTimeOffset now)
    {
        if (failure.Status is not (401 or 404 or 408 or 429 or >= 500))
        {
            return NextStep.ReturnAnswer;
        }

        var (_, answers, failures) = Count(row, failed: true, now);
        var cools = failure.Status is 401 or 404
            || (answers >= FewestForOutage && failures == answers)
            || (course.Rows.Length > 1 && (failure.Status == 429 || (answers >= FewestForShare && failures > ShareThatCools * answers)));
        if (cools)
        {
            _cooldowns[row] = now + (failure.RetryAfter ?? DefaultCooldown);
        }

        if (failure.Status is 401 or 404)
        {
            return NextStep.ReturnAnswer;
        }

        if (course.Failures > Retries)
        {
            course.GaveUp = true;
            course.ClientRetryAfter = options.LiteLlmForwardsRetryAfter ? failure.RetryAfter : null;
        }
        else if (!course.Rows.Any(other => other != row && IsUsable(other, now)))
        {
            var pause = FirstPause * Math.Pow(2, course.Failures - 1);
            course.NotBefore = now + (failure.RetryAfter ?? (pause < LongestPause ? pause : LongestPause));
        }

        return NextStep.DecideAgain;
    }

    private bool IsUsable(KeyState row, DateTimeOffset now) => _cooldowns.GetValueOrDefault(row) <= now;

    private (long Minute, int Answers, int Failures) Count(KeyState row, bool failed, DateTimeOffset now)
    {
        var minute = now.UtcTicks / TimeSpan.TicksPerMinute;
        var counted = _minutes.GetValueOrDefault(row) is var known && known.Minute == minute ? known : (Minute: minute, Answers: 0, Failures: 0);
        return _minutes[row] = (minute, counted.Answers + 1, counted.Failures + (failed ? 1 : 0));
    }
}
