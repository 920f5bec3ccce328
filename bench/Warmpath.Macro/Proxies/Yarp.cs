namespace Warmpath.Macro.Proxies;

/// <summary>YARP as it comes.</summary>
internal static class Yarp
{
    /// <param name="program">Path of <c>Warmpath.Yarp.dll</c>.</param>
    public static Proxy Start(string program, int upstream)
    {
        var port = Proxy.FreePort();
        var (process, _) = Proxy.Start(
            "dotnet", [program, $"http://127.0.0.1:{Proxy.Text(port)}", $"http://127.0.0.1:{Proxy.Text(upstream)}"], new Dictionary<string, string>());
        Proxy.AwaitPort(process, port);
        return new(process, new("YARP", port, "bench-key-000"));
    }
}
