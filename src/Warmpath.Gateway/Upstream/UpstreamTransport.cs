using System.Net.Sockets;
using System.Text;
using Warmpath.Gateway.Settings;

namespace Warmpath.Gateway.Upstream;

/// <summary>The one way out: no redirects, no cookies, no decompression, normal TLS verification, no proxy but a named one.</summary>
public sealed class UpstreamTransport : IDisposable
{
    private static readonly HttpRequestOptionsKey<bool> Connected = new("warmpath.connected");

    // A provider behind a path that has died says nothing, and neither does one that thinks: the connection itself is asked.
    private static readonly TimeSpan ProbeAfter = TimeSpan.FromSeconds(30);

    private readonly HttpMessageInvoker _fresh;

    public UpstreamTransport(LiveSettings settings, UpstreamProxy proxy, ResolveName resolve)
    {
        Invoker = new HttpMessageInvoker(Handler(TimeSpan.FromMinutes(5), settings, proxy, resolve));
        _fresh = new HttpMessageInvoker(Handler(TimeSpan.Zero, settings, proxy, resolve));
    }

    /// <summary>Keeps its connections for five minutes at most, so that a provider's DNS changes are seen.</summary>
    public HttpMessageInvoker Invoker { get; }

    /// <summary>Makes a connection for every call: for the second try after a kept one turned out to be dead.</summary>
    internal HttpMessageInvoker Fresh => _fresh;

    /// <summary>True when a connection was made for this very call, so that its failure says something about the upstream.</summary>
    internal static bool MadeConnection(HttpRequestMessage request) => request.Options.TryGetValue(Connected, out var made) && made;

    public void Dispose()
    {
        Invoker.Dispose();
        _fresh.Dispose();
    }

    private static SocketsHttpHandler Handler(TimeSpan lifetime, LiveSettings settings, UpstreamProxy proxy, ResolveName resolve) => new()
    {
        // HTTP_PROXY and its like are meant for other programs: through a proxy nobody sees which address a name leads to.
        UseProxy = proxy.Address is not null,
        Proxy = proxy.ToWebProxy(),
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        ActivityHeadersPropagator = null, // request headers go as they came: no traceparent of ours
        ConnectTimeout = TimeSpan.FromSeconds(10),
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context, settings, resolve, cancellationToken),
        PooledConnectionLifetime = lifetime,
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = ProbeAfter,
        KeepAlivePingTimeout = ProbeAfter,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,

        // A client that left must not make the gateway read on: the provider stops when the connection ends.
        MaxResponseDrainSize = 0,
        RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = (_, _) => Encoding.Latin1,
    };

    private static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, LiveSettings settings, ResolveName resolve, CancellationToken cancellationToken)
    {
        context.InitialRequestMessage.Options.Set(Connected, true);
        var addresses = await UpstreamAddresses.ResolveAsync(context.DnsEndPoint.Host, settings.Current.AllowedHosts, resolve, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, (int)ProbeAfter.TotalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
