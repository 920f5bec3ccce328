using Warmpath.Routing.Fleet;

namespace Warmpath.Routing.Baselines;

/// <summary>LiteLLM's <c>session_affinity</c>: within a model group the session goes where its last try went, even if that failed (field-notes.md 2.1).</summary>
/// <param name="repins">A try elsewhere takes the pin along; else the pin stays while its row cools, and the session returns.</param>
internal sealed class LiteLlmSessionAffinity(bool repins = true) : ILiteLlmCheck
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private readonly SessionPins _pins = new(byModel: true);

    public KeyState[] Narrow(KeyState[] rows, RoutingRequest request, DateTimeOffset now) =>
        _pins.Find(request, now) is { } key && rows.FirstOrDefault(row => row.Config.Id == key) is { } pin ? [pin] : rows;

    public void Chosen(RoutingRequest request, KeyState row, DateTimeOffset now)
    {
        if (repins || _pins.Find(request, now) is not { } key || key == row.Config.Id)
        {
            _pins.Set(request, row.Config.Id, Life, now);
        }
    }

    public void Finished(RoutingRequest request, KeyState row, DateTimeOffset now)
    {
    }
}
