using Warmpath.Routing.Outlines;

namespace Warmpath.Routing.Baselines;

/// <summary>Session → key for a time, in memory.</summary>
/// <param name="byModel">A session has a pin for every model that it uses.</param>
/// <param name="orFingerprint">A request without a session id is known by its tools, system and first message; else it has no pin.</param>
/// <param name="most">Past that many, the pin that was not used for the longest time is forgotten.</param>
internal sealed class SessionPins(bool byModel = false, bool orFingerprint = false, int most = int.MaxValue)
{
    private readonly Dictionary<PinId, Pin> _pins = [];
    private long _uses;

    /// <summary>Null when the session has no pin, or it has run out.</summary>
    public KeyId? Find(RoutingRequest request, DateTimeOffset now)
    {
        if (IdOf(request) is not { } id || !_pins.TryGetValue(id, out var pin) || pin.Until <= now)
        {
            return null;
        }

        _pins[id] = pin with { Used = ++_uses };
        return pin.Key;
    }

    public void Set(RoutingRequest request, KeyId key, TimeSpan life, DateTimeOffset now)
    {
        if (IdOf(request) is not { } id)
        {
            return;
        }

        _pins[id] = new(key, now + life, ++_uses);
        if (_pins.Count > most)
        {
            _pins.Remove(_pins.MinBy(pin => pin.Value.Used).Key);
        }
    }

    /// <summary>Live pins on a key.</summary>
    public int Count(KeyId key, DateTimeOffset now) => _pins.Values.Count(pin => pin.Key == key && pin.Until > now);

    /// <summary>Tools, system and the first message; null for no prompt.</summary>
    public static UInt128? FingerprintOf(Outline outline) =>
        outline.Blocks is { Length: > 0 } blocks ? blocks[Math.Min(outline.FrontBlocks, blocks.Length - 1)].Digest : null;

    // Subagents share their parent's session id, and so its pin.
    private PinId? IdOf(RoutingRequest request) =>
        request.Hints.Session is { } session ? new(request.Client, Model(request), session, default)
        : orFingerprint && FingerprintOf(request.Outline) is { } fingerprint ? new(request.Client, Model(request), "", fingerprint)
        : null;

    private string Model(RoutingRequest request) => byModel ? request.Outline.Model : "";

    private readonly record struct PinId(string Client, string Model, string Session, UInt128 Fingerprint);

    private readonly record struct Pin(KeyId Key, DateTimeOffset Until, long Used);
}
