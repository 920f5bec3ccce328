using System.Buffers.Binary;
using Warmpath.Routing.Outlines;
using Warmpath.Routing.Warmth;

namespace Warmpath.Storage.Ledger;

/// <summary>Digests and touches as bytes, big-endian. A touch is digest (16), lifetime (1), tokens (4), Unix milliseconds (8).</summary>
internal static class WarmthBytes
{
    private const int DigestSize = 16, LifetimeAt = 16, TokensAt = 17, TimeAt = 21, TouchSize = 29;

    public static byte[] OfDigest(UInt128 digest)
    {
        var bytes = new byte[DigestSize];
        WriteDigest(bytes, digest);
        return bytes;
    }

    public static void WriteDigest(Span<byte> at, UInt128 digest) => BinaryPrimitives.WriteUInt128BigEndian(at, digest);

    public static UInt128 ToDigest(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt128BigEndian(bytes);

    public static byte[] OfTouches(IReadOnlyList<WarmTouch> touches)
    {
        var bytes = new byte[touches.Count * TouchSize];
        for (var i = 0; i < touches.Count; i++)
        {
            var touch = touches[i];
            var at = bytes.AsSpan(i * TouchSize, TouchSize);
            WriteDigest(at, touch.Digest);
            at[LifetimeAt] = (byte)touch.Lifetime;
            BinaryPrimitives.WriteInt32BigEndian(at[TokensAt..], touch.Tokens);
            BinaryPrimitives.WriteInt64BigEndian(at[TimeAt..], touch.At.ToUnixTimeMilliseconds());
        }

        return bytes;
    }

    public static WarmTouch[] ToTouches(ReadOnlySpan<byte> bytes)
    {
        var touches = new WarmTouch[bytes.Length / TouchSize];
        for (var i = 0; i < touches.Length; i++)
        {
            var at = bytes.Slice(i * TouchSize, TouchSize);
            touches[i] = new(
                BinaryPrimitives.ReadUInt128BigEndian(at),
                (CacheLifetime)at[LifetimeAt],
                BinaryPrimitives.ReadInt32BigEndian(at[TokensAt..]),
                DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(at[TimeAt..])));
        }

        return touches;
    }
}
