namespace Warmpath.Macro.Linux;

/// <summary>A timer that fires at a fixed rate, whatever its reader does meanwhile.</summary>
internal sealed unsafe class Ticker : IDisposable
{
    public Ticker(double perSecond)
    {
        Descriptor = Native.TimerCreate(Native.Monotonic, Native.NonBlocking);
        var interval = (long)(1e9 / perSecond);
        var setting = stackalloc long[4] { interval / 1_000_000_000, interval % 1_000_000_000, interval / 1_000_000_000, interval % 1_000_000_000 };
        Native.TimerSet(Descriptor, 0, setting, null);
    }

    public int Descriptor { get; }

    /// <returns>How often it has fired since the last call.</returns>
    public long Take()
    {
        long fired = 0;
        return Native.Read(Descriptor, (byte*)&fired, sizeof(long)) == sizeof(long) ? fired : 0;
    }

    public void Dispose() => Native.Close(Descriptor);
}
