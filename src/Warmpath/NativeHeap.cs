using System.Runtime.InteropServices;

namespace Warmpath;

/// <summary>The C library's heap, where SQLite and the runtime have their memory.</summary>
internal static class NativeHeap
{
    private const int ArenaMax = -8; // M_ARENA_MAX, malloc.h of glibc

    /// <summary>An arena for each core, instead of eight: each keeps what was freed in it, for threads that come back to another (docs/performance.md).</summary>
    /// <remarks>What <c>MALLOC_ARENA_MAX</c> does. Call it first of all: arenas that are there stay.</remarks>
    public static void LimitArenas()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("MALLOC_ARENA_MAX") is not null)
        {
            return;
        }

        try
        {
            _ = SetOption(ArenaMax, Environment.ProcessorCount);
        }
        catch (Exception missing) when (missing is EntryPointNotFoundException or DllNotFoundException)
        {
            // another C library, which has no arenas
        }
    }

    [DllImport("libc", EntryPoint = "mallopt")]
    private static extern int SetOption(int option, int value);
}
