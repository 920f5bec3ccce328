using Warmpath.Routing.Fleet;

namespace Warmpath.Routing.Baselines;

/// <summary>LiteLLM's <c>session_affinity</c>: the session goes where its last try went, even if that failed (field-notes.md 2.1, repin).</summary>
internal sealed class LiteLlmSessionAffinity : ILiteLlmCheck
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private readonly SessionPins _pins = new();

    public KeyState[] Narrow(KeyState[] rows, RoutingRequest request, DateTimeOffset now) =>
        _pins.Find(request, now) is { } key && rows.FirstOrDefault(row => row.Config.Id == key) is { } pin ? [pin] : rows;

    public void Chosen(RoutingRequest request, KeyState row, DateTimeOffset now) => _pins.Set(request, row.Config.Id, Life, now);

    public void Finished(RoutingRequest request, KeyState row, DateTimeOffset now)
    {
    }
}
