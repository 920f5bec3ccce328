namespace Warmpath.Macro.Proxies;

/// <summary>YARP as it comes, and a bare forwarder on the same libraries.</summary>
internal static class Yarp
{
    /// <param name="program">Path of <c>Warmpath.Yarp.dll</c>.</param>
    /// <param name="isBare">The forwarder instead of YARP.</param>
    public static Proxy Start(string program, int upstream, bool isBare = false)
    {
        var port = Proxy.FreePort();
        var (process, _) = Proxy.Start(
            "dotnet",
            [program, $"http://127.0.0.1:{Proxy.Text(port)}", $"http://127.0.0.1:{Proxy.Text(upstream)}", .. isBare ? ["bare"] : Array.Empty<string>()],
            new Dictionary<string, string>());
        Proxy.AwaitPort(process, port);
        return new(process, new(isBare ? "bare" : "YARP", port, "bench-key-000"));
    }
}
