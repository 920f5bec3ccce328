using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Net.Http.Headers;

namespace Warmpath.Gateway.DataPlane;

/// <summary>What the data plane needs of the server.</summary>
public static class KestrelSettings
{
    /// <summary>Header bytes pass as they are, connections outlive an agent's pauses, and the server does not name itself.</summary>
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
        options.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
        options.Limits.MaxRequestHeaderCount = 200;
    }
}
