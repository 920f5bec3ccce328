using System.Buffers;
using System.Runtime.InteropServices;

namespace Warmpath.Gateway.Admitting;

/// <summary>A block of the C library's memory. Who has it disposes it, which puts it back where it came from. Not thread-safe.</summary>
/// <remarks>One that is lost is lost until the process ends: the garbage collector cannot know whether somebody still reads it.</remarks>
/// <param name="putBack">Called at every disposal; the block may be lent again afterwards.</param>
internal sealed unsafe class NativeBlock(int length, Action<NativeBlock> putBack) : MemoryManager<byte>
{
    private byte* _bytes = (byte*)NativeMemory.Alloc((nuint)length);

    /// <summary>Gives the memory back to the system; the block is empty from here on.</summary>
    public void Free()
    {
        var bytes = _bytes;
        _bytes = null;
        NativeMemory.Free(bytes);
    }

    public override Span<byte> GetSpan() => new(_bytes, _bytes is null ? 0 : length);

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)length);
        return new MemoryHandle(_bytes + elementIndex);
    }

    public override void Unpin()
    {
        // It never moves.
    }

    protected override void Dispose(bool disposing) => putBack(this);
}
