namespace Warmpath.Fuzz;

/// <summary>The shapes that mutation starts from, of the folder <c>Corpus</c>; in the order of their names, so that a seed repeats a run.</summary>
internal static class Corpus
{
    /// <summary>Request bodies, all of them JSON objects that have an outline.</summary>
    public static IReadOnlyList<byte[]> Requests { get; } = Load(".json");

    /// <summary>Event streams as they stand on the wire, framing aside.</summary>
    public static IReadOnlyList<byte[]> Streams { get; } = Load(".sse");

    private static byte[][] Load(string extension)
    {
        var assembly = typeof(Corpus).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(extension, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!; // just listed
                var bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                return bytes;
            })];
    }
}
