using System.IO.Compression;

namespace Warmpath.Simulation.Traces;

/// <summary>Tells whether a gzip file is whole.</summary>
/// <remarks>
/// <see cref="GZipStream"/> takes a file that was cut off for one that ends there. It does read members that follow one another, so one of
/// our own is put behind the file's: what is in it comes out last only where the file's own have come to their ends.
/// </remarks>
internal static class GzipEnd
{
    private const int Chunk = 1 << 16;

    /// <summary>No file of text ends with it: these bytes are no UTF-8.</summary>
    private static readonly byte[] Mark = [0xff, 0xfe, 0xfd, 0xfc, 0xfb, 0xfa, 0xf9, 0xf8];

    /// <summary>Unpacks all of it. The stream is as it was afterwards, at its beginning.</summary>
    public static bool IsReached(MemoryStream packed)
    {
        var length = packed.Length;
        packed.Position = length;
        using (var end = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            end.Write(Mark);
        }

        packed.Position = 0;
        try
        {
            using var unpacked = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true);
            return LastBytes(unpacked).SequenceEqual(Mark);
        }
        catch (InvalidDataException)
        {
            return false;
        }
        finally
        {
            packed.SetLength(length);
            packed.Position = 0;
        }
    }

    private static byte[] LastBytes(GZipStream unpacked)
    {
        var buffer = new byte[Mark.Length + Chunk];
        var kept = 0;
        while (unpacked.Read(buffer, kept, Chunk) is > 0 and var read)
        {
            var last = Math.Min(Mark.Length, kept + read);
            buffer.AsSpan(kept + read - last, last).CopyTo(buffer);
            kept = last;
        }

        return buffer[..kept];
    }
}
