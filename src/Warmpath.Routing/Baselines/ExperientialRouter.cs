using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;

namespace Warmpath.Routing.Baselines;

/// <summary>experiential: where a tenant's tokens mostly come from a row's cache, a throttled row is tried again, else the next (field-notes.md 2.3).</summary>
/// <param name="graded">Redials grow with the share, instead of all or none.</param>
/// <param name="weight">Of the newest answer in the average; above 0, at most 1.</param>
internal sealed class ExperientialRouter(IReadOnlyList<KeyConfig> keys, bool graded, int mostAttempts = 4, double weight = 0.2) : BaselineRouter(keys)
{
    /// <summary>What it does not document, and this takes it to do.</summary>
    public static readonly string[] Assumptions =
    [
        "a request starts at the first key listed",
        "at most four attempts again at one key",
        "the newest answer counts a fifth in the average",
        "before it tries again it waits for the retry-after, else for half a second, doubled each time up to eight",
        "401, 403, 408, 500 and up, and no answer go on to the next key, all else to the client",
    ];

    private const double Threshold = 0.5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);

    private readonly Dictionary<(string Tenant, KeyState Row), double> _shares = [];

    protected override KeyState? Pick(Course course, DateTimeOffset now) =>
        course.Redials > 0 ? course.Row : course.Rows.FirstOrDefault(row => !course.Left.Contains(row));

    protected override void Finished(Course course, KeyState row, Usage? usage, DateTimeOffset now)
    {
        if (usage is { Prompt: > 0 } counted)
        {
            var newest = (double)counted.CacheRead / counted.Prompt;
            var id = (course.Request.Client, row);
            _shares[id] = _shares.TryGetValue(id, out var share) ? share + (weight * (newest - share)) : newest;
        }
    }

    protected override NextStep Refused(Course course, KeyState row, UpstreamFailure failure, DateTimeOffset now)
    {
        if (!IsRowsFault(failure))
        {
            return NextStep.ReturnAnswer;
        }

        if (failure.Status == 429 && course.Redials < MostRedials(course.Request, row))
        {
            var pause = FirstPause * Math.Pow(2, course.Redials++);
            course.NotBefore = now + (failure.RetryAfter ?? (pause < LongestPause ? pause : LongestPause));
            return NextStep.DecideAgain;
        }

        return course.GoOn();
    }

    private int MostRedials(RoutingRequest request, KeyState row)
    {
        var share = _shares.GetValueOrDefault((request.Client, row));
        return graded ? Math.Min(mostAttempts, (int)(mostAttempts * share / Threshold))
            : share >= Threshold ? mostAttempts
            : 0;
    }
}
