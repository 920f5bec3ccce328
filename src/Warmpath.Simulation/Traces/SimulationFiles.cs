using System.IO.Compression;

namespace Warmpath.Simulation.Traces;

/// <summary>Opens the files of <c>simulate</c>: gzipped ones are known by their first bytes when read, by their names when written.</summary>
public static class SimulationFiles
{
    /// <param name="content">A file, or standard input; what cannot be rewound is taken into memory.</param>
    public static TextReader Reader(Stream content)
    {
        var seekable = content;
        if (!content.CanSeek)
        {
            content.CopyTo(seekable = new MemoryStream());
            seekable.Position = 0;
        }

        var gzipped = seekable.ReadByte() == 0x1f && seekable.ReadByte() == 0x8b;
        seekable.Position = 0;
        return new StreamReader(gzipped ? new GZipStream(seekable, CompressionMode.Decompress) : seekable);
    }

    /// <exception cref="IOException">It cannot be made.</exception>
    public static Stream Create(string path)
    {
        var file = File.Create(path);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionLevel.Fastest) : file;
    }
}
