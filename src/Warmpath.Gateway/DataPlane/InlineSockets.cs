namespace Warmpath.Gateway.DataPlane;

/// <summary>Whether requests are served by the very threads that wait for the sockets, of which there are as many as cores.</summary>
/// <remarks>
/// Handing what has come to a thread of the pool costs more than a stream's event itself (docs/performance.md). The price: whoever blocks such a
/// thread stalls all connections that it serves. So whatever may wait for a disk or take long goes to the pool: the store does so by itself,
/// what is not of the data plane from its beginning, a request when it is recorded.
/// The runtime knows this as an environment variable alone, read with the process's first socket.
/// </remarks>
public static class InlineSockets
{
    private const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    public static bool AreOn => Environment.GetEnvironmentVariable(Variable) == "1";

    /// <summary>Turns it on for this process, unless its environment says otherwise. Call before anything has a socket.</summary>
    public static void Prefer()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)))
        {
            Environment.SetEnvironmentVariable(Variable, "1");
        }
    }
}
