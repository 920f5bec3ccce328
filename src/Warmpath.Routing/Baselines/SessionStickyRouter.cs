using Warmpath.Routing.Fleet;

namespace Warmpath.Routing.Baselines;

/// <summary>A session stays on one key, whatever that answers, until it has been silent for an hour; a new one goes to the key with the fewest.</summary>
internal sealed class SessionStickyRouter(IReadOnlyList<KeyConfig> keys) : BaselineRouter(keys)
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private readonly SessionPins _pins = new();

    protected override KeyState Pick(Course course, DateTimeOffset now)
    {
        var row = course.RowOf(_pins.Find(course.Request, now)) ?? course.Rows.MinBy(candidate => _pins.Count(candidate.Config.Id, now))!; // there is at least one row
        _pins.Set(course.Request, row.Config.Id, Life, now);
        return row;
    }
}
