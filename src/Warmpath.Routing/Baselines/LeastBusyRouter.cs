using Warmpath.Routing.Fleet;

namespace Warmpath.Routing.Baselines;

/// <summary>Every try goes to a row with the fewest requests in flight; among equals the lot decides, else the first would get nearly all.</summary>
internal sealed class LeastBusyRouter(IReadOnlyList<KeyConfig> keys, ulong seed) : BaselineRouter(keys)
{
    private readonly SeededRandom _random = new(seed);

    protected override KeyState Pick(Course course, DateTimeOffset now)
    {
        var fewest = course.Rows.Min(row => row.InFlight);
        var idlest = course.Rows.Where(row => row.InFlight == fewest).ToArray();
        return idlest[_random.Below(idlest.Length)];
    }
}
