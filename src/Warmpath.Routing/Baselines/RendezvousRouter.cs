using System.Globalization;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;
using Warmpath.Routing.Policies;

namespace Warmpath.Routing.Baselines;

/// <summary>A session's row is the one whose key hashes highest with it; no state (field-notes.md 2.2, meridian and 9router).</summary>
/// <param name="failsOver">A failed request goes to the next in that order (9router), else its answer to the client (meridian).</param>
internal sealed class RendezvousRouter(IReadOnlyList<KeyConfig> keys, bool failsOver = false) : BaselineRouter(keys)
{
    /// <summary>What 9router does not document, and this takes it to do.</summary>
    public const string Assumption = "goes on to the next rank after 401, 403, 408, 429, 500 and up, and no answer; after the last the client gets that answer";

    protected override KeyState? Pick(Course course, DateTimeOffset now)
    {
        var seed = Rendezvous.Seed(IdOf(course.Request));
        return course.Rows.Where(row => !course.Left.Contains(row)).MaxBy(row => Rendezvous.Score(seed, row.Config.Id.Value));
    }

    protected override NextStep Refused(Course course, KeyState row, UpstreamFailure failure, DateTimeOffset now) =>
        failsOver && IsRowsFault(failure) ? course.GoOn() : NextStep.ReturnAnswer;

    private static string IdOf(RoutingRequest request) =>
        request.Hints.Session ?? SessionPins.FingerprintOf(request.Outline)?.ToString(CultureInfo.InvariantCulture) ?? "";
}
