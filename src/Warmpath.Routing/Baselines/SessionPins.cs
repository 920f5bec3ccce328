using Warmpath.Routing.Fleet;

namespace Warmpath.Routing.Baselines;

/// <summary>Session → key for a time, in memory.</summary>
internal sealed class SessionPins
{
    private readonly Dictionary<(string Client, string Session), (KeyState Row, DateTimeOffset Until)> _pins = [];

    /// <summary>Null when the session has no pin, or it has run out.</summary>
    public KeyState? Find(RoutingRequest request, DateTimeOffset now) =>
        _pins.TryGetValue(IdOf(request), out var pin) && pin.Until > now ? pin.Row : null;

    public void Set(RoutingRequest request, KeyState row, TimeSpan life, DateTimeOffset now) => _pins[IdOf(request)] = (row, now + life);

    /// <summary>Live pins on a row.</summary>
    public int Count(KeyState row, DateTimeOffset now) => _pins.Values.Count(pin => pin.Row == row && pin.Until > now);

    // Subagents share their parent's session id, and so its pin.
    private static (string Client, string Session) IdOf(RoutingRequest request) => (request.Client, request.Hints.Session ?? "");
}
