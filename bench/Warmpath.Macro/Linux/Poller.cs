using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Warmpath.Macro.Linux;

/// <summary>epoll, level-triggered. Not thread-safe.</summary>
internal sealed unsafe class Poller : IDisposable
{
    private const int Capacity = 512;
    private const int AddOperation = 1;
    private const int RemoveOperation = 2;
    private const int ModifyOperation = 3;
    private const uint Readable = 1; // EPOLLIN
    private const uint Writable = 4; // EPOLLOUT

    // struct epoll_event is packed on x86-64 only.
    private static readonly int TagAt = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int EventSize = TagAt + 8;

    private readonly int _epoll = Native.EpollCreate(0);
    private readonly byte[] _events = GC.AllocateArray<byte>(Capacity * 16, pinned: true);

    /// <summary>Watches a descriptor for something to read.</summary>
    /// <param name="tag">What <see cref="Tag"/> tells when it is ready.</param>
    public void Add(int descriptor, int tag) => Control(AddOperation, descriptor, tag, Readable);

    /// <summary>Watches for room to write, too or no longer.</summary>
    public void Watch(int descriptor, int tag, bool writing) =>
        Control(ModifyOperation, descriptor, tag, writing ? Readable | Writable : Readable);

    public void Remove(int descriptor) => Control(RemoveOperation, descriptor, 0, 0);

    /// <returns>How many are ready.</returns>
    public int Wait(int milliseconds)
    {
        fixed (byte* events = _events)
        {
            return Math.Max(0, Native.EpollWait(_epoll, events, Capacity, milliseconds));
        }
    }

    public int Tag(int index) => BinaryPrimitives.ReadInt32LittleEndian(_events.AsSpan((index * EventSize) + TagAt));

    public void Dispose() => Native.Close(_epoll);

    private void Control(int operation, int descriptor, int tag, uint events)
    {
        var what = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(new Span<byte>(what, 4), events);
        BinaryPrimitives.WriteInt64LittleEndian(new Span<byte>(what + TagAt, 8), tag);
        if (Native.EpollControl(_epoll, operation, descriptor, what) < 0)
        {
            throw new IOException($"epoll_ctl failed: {Marshal.GetLastPInvokeError()}.");
        }
    }
}
