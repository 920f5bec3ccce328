using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Warmpath.Fuzz.Reading;
using Warmpath.Routing.Outlines;

namespace Warmpath.Fuzz.Rules;

/// <summary>Equal prefixes have equal digests and different ones different digests, over all inputs that were seen of late.</summary>
internal sealed class DigestRules
{
    private const int Remembered = 200_000;

    private readonly Dictionary<UInt128, UInt128> _prefixOf = [];
    private readonly Dictionary<UInt128, UInt128> _digestOf = [];

    public void Check(SlowOutline slow, Outline outline)
    {
        if (slow.Model is null)
        {
            return;
        }

        if (_prefixOf.Count > Remembered)
        {
            _prefixOf.Clear();
            _digestOf.Clear();
        }

        var prefix = Step(0, "model", MemoryMarshal.AsBytes(slow.Model.AsSpan()).ToArray());
        for (var i = 0; i < slow.Blocks.Count; i++)
        {
            // Speed splits the cache behind the tools, the others behind the system (providers.md 2.4).
            if (i == slow.Tools)
            {
                prefix = Step(prefix, "setting", slow.Settings[0]);
            }

            if (i == slow.FrontBlocks)
            {
                prefix = slow.Settings.Skip(1).Aggregate(prefix, (chain, setting) => Step(chain, "setting", setting));
            }

            prefix = Step(prefix, slow.Blocks[i].Voice, slow.Blocks[i].Content);
            var digest = outline.Blocks[i].Digest;
            BrokenRuleException.Unless(_prefixOf.TryAdd(digest, prefix) || _prefixOf[digest] == prefix, $"block {i}: another prefix had this digest");
            BrokenRuleException.Unless(_digestOf.TryAdd(prefix, digest) || _digestOf[prefix] == digest, $"block {i}: this prefix had another digest");
        }
    }

    private static UInt128 Step(UInt128 before, string kind, string content) => Step(before, kind, System.Text.Encoding.UTF8.GetBytes(content));

    private static UInt128 Step(UInt128 before, string kind, byte[] content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> link = stackalloc byte[32];
        BinaryPrimitives.WriteUInt128LittleEndian(link, before);
        BinaryPrimitives.WriteInt32LittleEndian(link[16..], content.Length);
        hash.AppendData(link);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(kind.PadRight(16)));
        hash.AppendData(content);
        hash.GetHashAndReset(link);
        return BinaryPrimitives.ReadUInt128LittleEndian(link);
    }
}
