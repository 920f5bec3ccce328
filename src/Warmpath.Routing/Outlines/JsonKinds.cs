using System.Runtime.CompilerServices;

namespace Warmpath.Routing.Outlines;

internal static class JsonKinds
{
    private static readonly JsonKind[] ByFirstByte = Table();

    /// <summary>What the value that begins with this byte is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static JsonKind Of(byte first) => ByFirstByte[first];

    private static JsonKind[] Table()
    {
        var kinds = new JsonKind[256];
        kinds['{'] = JsonKind.Object;
        kinds['['] = JsonKind.Array;
        kinds['"'] = JsonKind.String;
        kinds.AsSpan('0', 10).Fill(JsonKind.Number);
        kinds['-'] = JsonKind.Number;
        kinds['t'] = JsonKind.True;
        kinds['f'] = JsonKind.False;
        kinds['n'] = JsonKind.Null;
        return kinds;
    }
}
