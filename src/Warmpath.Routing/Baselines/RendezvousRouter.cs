using Warmpath.Routing.Fleet;
using Warmpath.Routing.Policies;

namespace Warmpath.Routing.Baselines;

/// <summary>A session's key is the one that hashes highest with it; no state, no failover (field-notes.md 2.2, meridian).</summary>
internal sealed class RendezvousRouter(IReadOnlyList<KeyConfig> keys) : BaselineRouter(keys)
{
    protected override KeyState Pick(Course course, DateTimeOffset now) =>
        course.Rows.MaxBy(row => Rendezvous.Score(Rendezvous.Seed(course.Request.Hints.Session ?? ""), row.Config.Id.Value))!; // there is at least one row
}
