using Warmpath.Routing.Outlines;

namespace Warmpath.Gateway.Upstream;

/// <summary>Bytes that are put into a body on its way, where a client's virtual key or the settings asked for it; the client's own stay as they came.</summary>
/// <param name="At">Offset in the client's body before which the text goes.</param>
internal readonly record struct BodyInsertion(int At, ReadOnlyMemory<byte> Text);

internal static class BodyInsertions
{
    private static readonly byte[] OneHour = ",\"ttl\":\"1h\""u8.ToArray();
    private static readonly byte[] Automatic = "\"cache_control\":{\"type\":\"ephemeral\"},"u8.ToArray();

    /// <summary>What an attempt adds, ascending; empty unless somebody asked for a rewriting.</summary>
    /// <param name="hourMarkers">Markers without a lifetime that are to live an hour, ascending by block.</param>
    public static IReadOnlyList<BodyInsertion> Of(ReadOnlySpan<byte> body, Outline outline, IReadOnlyList<Breakpoint> hourMarkers)
    {
        if (outline.AddsAutomaticBreakpoint)
        {
            // An outline exists only for an object with a model: there is a brace, and a member after it.
            return [new(body.IndexOf((byte)'{') + 1, Automatic)];
        }

        // Inside the marker's closing brace: a marker always has a member, its type. Blocks are in render order, bytes may not be.
        return hourMarkers.Count == 0
            ? []
            : [.. hourMarkers.Select(marker => new BodyInsertion(marker.MarkerStart + marker.MarkerLength - 1, OneHour)).OrderBy(i => i.At)];
    }
}
