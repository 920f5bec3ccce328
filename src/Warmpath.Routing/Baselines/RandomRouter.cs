using Warmpath.Routing.Fleet;

namespace Warmpath.Routing.Baselines;

/// <summary>Every try goes to a key drawn by lot.</summary>
internal sealed class RandomRouter(IReadOnlyList<KeyConfig> keys, ulong seed) : BaselineRouter(keys)
{
    private readonly SeededRandom _random = new(seed);

    protected override KeyState Pick(Course course, DateTimeOffset now) => course.Rows[_random.Below(course.Rows.Length)];
}
