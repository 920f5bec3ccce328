using System.IO.Compression;

namespace Warmpath.Simulation.Traces;

/// <summary>Opens the files of <c>simulate</c>: gzipped ones are known by their first bytes when read, by their names when written.</summary>
public static class SimulationFiles
{
    /// <param name="content">A file, or standard input; what cannot be rewound is taken into memory.</param>
    /// <param name="name">For messages.</param>
    /// <exception cref="TraceFormatException">It is gzipped, and damaged or cut off.</exception>
    public static TextReader Reader(Stream content, string name)
    {
        var seekable = content.CanSeek ? content : InMemory(content);
        var gzipped = seekable.ReadByte() == 0x1f && seekable.ReadByte() == 0x8b;
        seekable.Position = 0;
        return gzipped ? Unpacked(InMemory(seekable), name) : new StreamReader(seekable);
    }

    /// <exception cref="IOException">It cannot be made.</exception>
    public static Stream Create(string path)
    {
        var file = File.Create(path);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionLevel.Fastest) : file;
    }

    private static StreamReader Unpacked(MemoryStream packed, string name) => GzipEnd.IsReached(packed)
        ? new StreamReader(new GZipStream(packed, CompressionMode.Decompress))
        : throw new TraceFormatException($"{name}: the gzip file is damaged or cut off; write or copy it again.");

    private static MemoryStream InMemory(Stream content)
    {
        var memory = new MemoryStream();
        content.CopyTo(memory);
        memory.Position = 0;
        return memory;
    }
}
