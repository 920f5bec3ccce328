using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;

namespace Warmpath.Routing.Baselines;

/// <summary>Pins sessions to keys as one of <see cref="PinnedPeers"/> does (field-notes.md 2.2).</summary>
internal sealed class PinRouter(IReadOnlyList<KeyConfig> keys, PinOptions options, ulong seed) : BaselineRouter(keys)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan JustPicked = TimeSpan.FromMilliseconds(500);

    private readonly SeededRandom _random = new(seed);
    private readonly SessionPins _pins = new(options.ByModel, options.OrFingerprint, options.MostPins);
    private readonly Dictionary<KeyState, RowRecord> _records = [];
    private long _picks;
    private long _turn;

    protected override KeyState? Pick(Course course, DateTimeOffset now)
    {
        var pin = course.RowOf(_pins.Find(course.Request, now));
        var row = course.Redials > 0 ? course.Row
            : pin is not null && IsUsable(pin, course, now) ? pin
            : Unpinned([.. course.Rows.Where(row => IsUsable(row, course, now))], now);
        if (row is null)
        {
            AllOut(course, now);
            return null;
        }

        if (options.Writing == PinWriting.EveryPick
            || (options.Writing == PinWriting.FirstPick && pin is null)
            || (options.Writing == PinWriting.NewPick && row != pin))
        {
            _pins.Set(course.Request, row.Config.Id, options.Life, now);
        }

        var record = RecordOf(row);
        (record.Picks, record.LastPick, record.PickedAt) = (record.Picks + 1, ++_picks, now);
        return row;
    }

    protected override void Succeeded(Course course, KeyState row, DateTimeOffset now)
    {
        var record = RecordOf(row);
        (record.LimitedInARow, record.OnProbation) = (0, false);
    }

    protected override void Finished(Course course, KeyState row, Usage? usage, DateTimeOffset now)
    {
        var pin = options.Writing switch
        {
            PinWriting.EverySuccess => row.Config.Id,
            PinWriting.FirstCachedSuccess => _pins.Find(course.Request, now) ?? (usage is { CacheRead: > 0 } or { CacheWrite: > 0 } ? row.Config.Id : null),
            _ => (KeyId?)null,
        };
        if (pin is { } key)
        {
            _pins.Set(course.Request, key, options.Life, now);
        }
    }

    protected override NextStep Refused(Course course, KeyState row, UpstreamFailure failure, DateTimeOffset now)
    {
        if (!options.IsRetried(failure))
        {
            return NextStep.ReturnAnswer;
        }

        if (course.Failures > options.Retries)
        {
            Rest(row, failure, now);
            return NextStep.ReturnAnswer;
        }

        if (options.Stays || (failure.Status == 529 && course.Redials < options.OverloadRedials))
        {
            var pause = options.FirstPause * Math.Pow(2, course.Redials++);
            course.NotBefore = now + (pause < LongestPause ? pause : LongestPause);
            return NextStep.DecideAgain;
        }

        Rest(row, failure, now);
        course.Redials = 0;
        course.Left.Add(row);
        return course.Rows.Any(other => IsUsable(other, course, now)) || BackAt(course) - now <= options.LongestWait
            ? NextStep.DecideAgain
            : NextStep.ReturnAnswer;
    }

    private void Rest(KeyState row, UpstreamFailure failure, DateTimeOffset now)
    {
        var record = RecordOf(row);
        record.LimitedInARow += failure.Status == 429 ? 1 : 0;
        record.OnProbation = failure.Status == 529 && options.OverloadRedials > 0;
        if (now + options.Cooldown(failure, record.LimitedInARow) is var until && until > record.OutUntil)
        {
            record.OutUntil = until;
        }
    }

    private void AllOut(Course course, DateTimeOffset now)
    {
        var wait = BackAt(course) - now;
        if (wait > TimeSpan.Zero && wait <= options.LongestWait)
        {
            course.NotBefore = now + wait;
        }
        else
        {
            course.ClientRetryAfter = wait > TimeSpan.Zero ? wait : null;
        }
    }

    /// <summary>When the first row that the request has not left is back; the end of time when it has left all.</summary>
    private DateTimeOffset BackAt(Course course) =>
        course.Rows.Where(row => !course.Left.Contains(row)).Select(row => RecordOf(row).OutUntil).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();

    private KeyState? Unpinned(KeyState[] usable, DateTimeOffset now) =>
        usable.Length == 0 ? null
        : options.Unpinned switch
        {
            FirstChoice.Lot => usable[_random.Below(usable.Length)],
            FirstChoice.RoundRobin => usable[_turn++ % usable.Length],
            FirstChoice.LeastRecentlyUsed => usable.MinBy(row => RecordOf(row).LastPick),
            FirstChoice.LeastUsed => usable.MinBy(row => Use(RecordOf(row), now)),
            _ => usable[0],
        };

    private double Use(RowRecord record, DateTimeOffset now) =>
        (_picks == 0 ? 0 : 100.0 * record.Picks / _picks) + (record.Picks > 0 && now - record.PickedAt < JustPicked ? 100 : 0);

    private bool IsUsable(KeyState row, Course course, DateTimeOffset now) =>
        !course.Left.Contains(row) && RecordOf(row) is var record && record.OutUntil <= now && (!record.OnProbation || row.InFlight == 0);

    private RowRecord RecordOf(KeyState row) => _records.TryGetValue(row, out var known) ? known : _records[row] = new RowRecord();

    private sealed class RowRecord
    {
        public DateTimeOffset OutUntil { get; set; }

        /// <summary>Was overloaded and has not answered since: one request at a time.</summary>
        public bool OnProbation { get; set; }

        public int LimitedInARow { get; set; }

        public long Picks { get; set; }

        /// <summary>Number of its last pick among all.</summary>
        public long LastPick { get; set; }

        public DateTimeOffset PickedAt { get; set; }
    }
}
