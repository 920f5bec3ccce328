using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Warmpath.Routing.Outlines;

/// <summary>The running digest of a prompt in render order: each step covers itself and all before it.</summary>
/// <remarks>Replicas share these digests: nothing here may differ between processes.</remarks>
internal struct PrefixChain
{
    // Stands where a block has its Voice, so that no setting can pass for a block.
    private const byte Setting = 0;

    private UInt128 _value;

    /// <summary>Starts a prompt: caches belong to one model (providers.md 2.3).</summary>
    public PrefixChain(string model) => _value = XxHash128.HashToUInt128(MemoryMarshal.AsBytes(model.AsSpan()));

    /// <summary>Adds a block.</summary>
    /// <returns>The digest of the prompt up to and with it.</returns>
    public UInt128 Add(Voice voice, UInt128 content) => _value = Step((byte)voice, content);

    /// <summary>Adds a setting that splits the cache from here on. One that is absent is added too, as nothing.</summary>
    public void AddSetting(ReadOnlySpan<byte> value) => _value = Step(Setting, XxHash128.HashToUInt128(value));

    private readonly UInt128 Step(byte kind, UInt128 content)
    {
        Span<byte> link = stackalloc byte[33];
        BinaryPrimitives.WriteUInt128LittleEndian(link, _value);
        BinaryPrimitives.WriteUInt128LittleEndian(link[16..], content);
        link[32] = kind;
        return XxHash128.HashToUInt128(link);
    }
}
