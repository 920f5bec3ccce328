using Warmpath.Routing.Fleet;

namespace Warmpath.Routing.Baselines;

/// <summary>Every try goes to the next key in turn.</summary>
internal sealed class RoundRobinRouter(IReadOnlyList<KeyConfig> keys) : BaselineRouter(keys)
{
    private long _turn;

    protected override KeyState Pick(Course course, DateTimeOffset now) => course.Rows[_turn++ % course.Rows.Length];
}
