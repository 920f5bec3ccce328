using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Warmpath.Gateway.Admitting;
using Warmpath.Gateway.Deciding;
using Warmpath.Gateway.Makers;
using Warmpath.Gateway.Recording;
using Warmpath.Gateway.Settings;
using Warmpath.Gateway.Traffic;
using Warmpath.Gateway.Upstream;
using Warmpath.Routing.Warmth;

namespace Warmpath.Gateway.DataPlane;

/// <summary>Registers the data plane.</summary>
public static class DataPlaneServices
{
    private const string Kestrel = "Microsoft.AspNetCore.Server.Kestrel";

    /// <summary>What serves requests. It needs what <see cref="ControlPlane.AddWarmpathControlPlane"/> registers.</summary>
    public static IServiceCollection AddWarmpathDataPlane(this IServiceCollection services)
    {
        services.AddSingleton<IMemoryPoolFactory<byte>, BlockPools>();
        services.Configure<SocketTransportOptions>(sockets =>
        {
            sockets.MaxReadBufferSize = KestrelSettings.MostUnreadBytes;
            sockets.UnsafePreferInlineScheduling = InlineSockets.AreOn;
        });
        services.AddSingleton<BodyMemory>();
        services.AddMetrics();
        services.AddSingleton<GatewayMetrics>();
        services.AddSingleton(provider =>
        {
            var settings = provider.GetRequiredService<LiveSettings>();
            return new Capacity(() => settings.Current);
        });
        services.AddHostedService<LastRequests>();
        services.AddSingleton<Strangers>().AddSingleton<Connections>().AddSingleton<ConnectionGate>();
        services.AddSingleton<Recorder>();
        services.AddSingleton(new PromptSizes()).AddSingleton<ITrafficListener, TrafficRecording>(); // sizes for all listeners: they are called by one thread
        services.AddHostedService<TrafficReader>();
        services.AddSingleton<Forwarder>().AddSingleton<MergedList>();
        services.AddSingleton<Dispatcher>();
        services.AddSingleton<DataPlaneEndpoint>();

        // The server logs every exception that reaches it as an error, the gateway's way to end a broken answer among them. What else
        // it says under this name is a fault of an endpoint, and the endpoints log theirs.
        services.Configure<LoggerFilterOptions>(options => options.Rules.Add(new LoggerFilterRule(
            null, Kestrel, null, (_, category, level) => level >= (category == Kestrel ? LogLevel.Critical : LogLevel.Warning))));
        return services;
    }
}
