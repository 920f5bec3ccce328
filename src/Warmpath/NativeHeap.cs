using System.Runtime.InteropServices;

namespace Warmpath;

/// <summary>The C library's heap, where SQLite, the runtime and bodies of requests have their memory.</summary>
internal static class NativeHeap
{
    // malloc.h of glibc: M_ARENA_MAX, M_MMAP_THRESHOLD
    private const int ArenaMax = -8;
    private const int MmapThreshold = -3;

    /// <summary>Of this size on, what is freed is the system's again at once. Left alone, the library keeps ever larger pieces.</summary>
    private const int LargeBytes = 128 * 1024;

    private static readonly TimeSpan TrimPeriod = TimeSpan.FromSeconds(5);

    /// <summary>An arena for each core, instead of eight: each keeps what was freed in it, for threads that come back to another (docs/performance.md).</summary>
    /// <remarks>What <c>MALLOC_ARENA_MAX</c> and <c>MALLOC_MMAP_THRESHOLD_</c> do, where they are not set. Call it first of all: arenas that are there stay.</remarks>
    public static void KeepLittle()
    {
        Set("MALLOC_ARENA_MAX", ArenaMax, Environment.ProcessorCount);
        Set("MALLOC_MMAP_THRESHOLD_", MmapThreshold, LargeBytes);
    }

    /// <summary>Gives the system back what is free, every few seconds until it is disposed; each time takes about a millisecond.</summary>
    /// <remarks>Left alone, the library keeps it. The compiler's arena alone was seen to keep 20 MB, of which 5 were in use.</remarks>
    public static ITimer Trimming(TimeProvider time) =>
        time.CreateTimer(static _ => Ask(static () => Trim(0)), null, TrimPeriod, TrimPeriod);

    private static void Set(string variable, int option, int value)
    {
        if (Environment.GetEnvironmentVariable(variable) is null)
        {
            Ask(() => SetOption(option, value));
        }
    }

    private static void Ask(Func<int> library)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = library();
        }
        catch (Exception missing) when (missing is EntryPointNotFoundException or DllNotFoundException)
        {
            // another C library, which has no arenas
        }
    }

    [DllImport("libc", EntryPoint = "mallopt")]
    private static extern int SetOption(int option, int value);

    [DllImport("libc", EntryPoint = "malloc_trim")]
    private static extern int Trim(nuint keep);
}
