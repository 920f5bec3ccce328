namespace Warmpath.Routing.Outlines;

/// <summary>A <c>cache_control</c> of type <c>ephemeral</c>, by the position of its value in the body.</summary>
/// <param name="Length">In bytes; 0: there is none.</param>
/// <param name="IsExplicit">Whether it has a <c>ttl</c> of its own, whatever that says.</param>
internal readonly record struct CacheMarker(int Start, int Length, CacheLifetime Lifetime, bool IsExplicit)
{
    public bool Exists => Length > 0;

    /// <summary>Takes the value of a <c>cache_control</c> member; anything but an object of that type is no marker.</summary>
    public static CacheMarker Take(ref JsonScanner json)
    {
        if (json.Peek() != JsonKind.Object)
        {
            json.Skip();
            return default;
        }

        var start = json.Position;
        var (ephemeral, hour, named) = (false, false, false);
        json.EnterObject();
        while (json.NextMember(out var name))
        {
            if (name.Is("type"u8))
            {
                ephemeral = json.TakeText(out var type) && type.Is("ephemeral"u8);
            }
            else if (name.Is("ttl"u8))
            {
                named = true;
                hour = json.TakeText(out var ttl) && ttl.Is("1h"u8);
            }
            else
            {
                json.Skip();
            }
        }

        return ephemeral
            ? new(start, json.Position - start, hour ? CacheLifetime.OneHour : CacheLifetime.FiveMinutes, named)
            : default;
    }
}
