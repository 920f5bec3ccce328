using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Warmpath.Gateway.DataPlane;

/// <summary>What the data plane needs of the server.</summary>
public static class KestrelSettings
{
    /// <summary>What may wait for its reader. The gateway copies it at once; the server's own megabyte would only let more blocks be lent.</summary>
    internal const int MostUnreadBytes = 128 * 1024;

    /// <summary>Connections are counted, header bytes pass as they are, connections outlive an agent's pauses, and the server does not name itself.</summary>
    /// <remarks>The size of bodies stays limited for the other endpoints; the data plane lifts that limit and keeps its own.</remarks>
    public static void ConfigureWarmpath(this KestrelServerOptions options)
    {
        // Lines that end in LF alone are read by some proxies as one line, by others as two (RFC 9112 2.2 lets a server refuse them).
        AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators", true);
        options.AddServerHeader = false;
        options.RequestHeaderEncodingSelector = name => name == HeaderNames.Connection ? ConnectionEncoding.Instance : Encoding.Latin1;
        options.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;

        // A client finds a closed connection only by failing on it: stay above its own pauses (claude-code-behaviour.md C13).
        options.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(150);
        var gate = options.ApplicationServices.GetRequiredService<ConnectionGate>();
        options.ConfigureEndpointDefaults(endpoint => endpoint.Use(gate.Before)); // outside of TLS, which the server puts in later

        // Bytes a second, on average while some are awaited; who sends or takes less loses the connection. What waits for a reader, 64 KiB,
        // is a reader's time as well: one that stops is left after half a minute.
        options.Limits.MinRequestBodyDataRate = new(240, TimeSpan.FromSeconds(5));
        options.Limits.MinResponseDataRate = new(2048, TimeSpan.FromSeconds(5));

        options.Limits.MaxRequestBufferSize = MostUnreadBytes; // what is decrypted; DataPlaneServices bounds what is not
        options.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
        options.Limits.MaxRequestHeaderCount = 200;
    }
}
