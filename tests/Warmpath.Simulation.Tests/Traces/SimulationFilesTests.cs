using System.IO.Compression;
using System.Text;
using Warmpath.Simulation.Traces;

namespace Warmpath.Simulation.Tests.Traces;

public class SimulationFilesTests
{
    private static readonly string Text = string.Join('\n', Enumerable.Range(0, 20_000).Select(i => $"line {i * i}"));

    [Theory]
    [InlineData(CompressionLevel.Fastest)]
    [InlineData(CompressionLevel.SmallestSize)]
    [InlineData(CompressionLevel.NoCompression)]
    public void A_gzipped_file_is_read_whole(CompressionLevel level)
    {
        Assert.Equal(Text, Read(Packed(Text, level)));
        Assert.Equal(Text, Read(new Unseekable(Packed(Text, level))));
        Assert.Equal(Text + Text, Read([.. Packed(Text, level), .. Packed(Text, level)]));
        Assert.Equal("", Read(Packed("", level)));
    }

    [Theory]
    [InlineData(CompressionLevel.Fastest)]
    [InlineData(CompressionLevel.NoCompression)]
    public void A_gzipped_file_that_was_cut_off_anywhere_is_refused(CompressionLevel level)
    {
        var packed = Packed(Text[..2_000], level);
        for (var length = 2; length < packed.Length; length++)
        {
            Refused(packed[..length]);
        }

        Refused([.. packed, .. packed[..^1]]);
    }

    [Theory]
    [InlineData(3)] // of the header
    [InlineData(500)]
    [InlineData(-6)] // of the checksum
    public void A_gzipped_file_that_was_damaged_is_refused(int at)
    {
        var packed = Packed(Text, CompressionLevel.Fastest);
        packed[at < 0 ? packed.Length + at : at] ^= 0xff;

        Refused(packed);
    }

    private static void Refused(byte[] packed) => Assert.Equal(
        "t.jsonl.gz: the gzip file is damaged or cut off; write or copy it again.",
        Assert.Throws<TraceFormatException>(() => Read(packed)).Message);

    private static string Read(byte[] content) => Read(new MemoryStream(content));

    private static string Read(Stream content)
    {
        using var reader = SimulationFiles.Reader(content, "t.jsonl.gz");
        return reader.ReadToEnd();
    }

    private static byte[] Packed(string text, CompressionLevel level)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private sealed class Unseekable(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}
