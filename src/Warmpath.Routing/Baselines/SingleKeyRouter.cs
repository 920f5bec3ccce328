using Warmpath.Routing.Fleet;

namespace Warmpath.Routing.Baselines;

/// <summary>Everything goes through the first key; the client backs off.</summary>
internal sealed class SingleKeyRouter(IReadOnlyList<KeyConfig> keys) : BaselineRouter(keys)
{
    protected override KeyState Pick(Course course, DateTimeOffset now) => course.Rows[0];
}
