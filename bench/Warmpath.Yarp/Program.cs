// YARP as its documentation sets it up, with nothing switched on: the comparison of bench/run.
// Usage: Warmpath.Yarp LISTEN_URL UPSTREAM_URL [bare]
//   bare: no YARP, but the least that a program on this server and this HTTP client does, on the sockets' threads as `warmpath serve`.
using Warmpath.Yarp;
using Yarp.ReverseProxy.Configuration;

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls(args[0]);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
if (args is [_, _, "bare"])
{
    builder.Services.AddSingleton<Microsoft.AspNetCore.Connections.IMemoryPoolFactory<byte>, LargeBlocks>();
    Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1"); // read with the first socket
    builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
    var bare = builder.Build();
    bare.Run(new BareForwarder(new Uri(args[1])).ForwardAsync);
    bare.Run();
    return;
}

builder.Services.AddReverseProxy().LoadFromMemory(
    [new RouteConfig { RouteId = "all", ClusterId = "provider", Match = new RouteMatch { Path = "{**all}" } }],
    [
        new ClusterConfig
        {
            ClusterId = "provider",
            Destinations = new Dictionary<string, DestinationConfig> { ["only"] = new() { Address = args[1] } },
        },
    ]);
var app = builder.Build();
app.MapReverseProxy();
app.Run();
