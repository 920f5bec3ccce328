using System.Runtime.InteropServices;

namespace Warmpath.Macro.Linux;

/// <summary>The few system calls that provider and load generator are made of: they must cost less than what stands between them.</summary>
internal static unsafe partial class Native
{
    public const int Again = 11; // EAGAIN
    public const int NoSignal = 0x4000; // MSG_NOSIGNAL
    public const int More = 0x8000; // MSG_MORE
    public const int Monotonic = 1; // CLOCK_MONOTONIC: the clock of Stopwatch
    public const int NonBlocking = 0x800; // TFD_NONBLOCK

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int descriptor, byte* what);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, byte* events, int capacity, int milliseconds);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int socket, byte* into, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int socket, byte* from, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "timerfd_create", SetLastError = true)]
    public static partial int TimerCreate(int clock, int flags);

    /// <param name="setting">Interval seconds, interval nanoseconds, first seconds, first nanoseconds.</param>
    [LibraryImport("libc", EntryPoint = "timerfd_settime", SetLastError = true)]
    public static partial int TimerSet(int timer, int flags, long* setting, long* before);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, byte* into, nint length);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);
}
