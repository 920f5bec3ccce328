namespace Warmpath.Routing.Outlines;

/// <summary>Reads the outline of a Messages API body in one pass over its bytes.</summary>
public static class OutlineReader
{
    /// <returns>The outline, or null with the fault.</returns>
    public static Outline? Read(ReadOnlySpan<byte> body, out OutlineFault? fault) => throw new NotSupportedException();
}
