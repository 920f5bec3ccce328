using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Warmpath.Gateway.Tests.Hosting;

/// <summary>A provider on a loopback port that plays a script on the bare socket, request by request.</summary>
internal sealed class FakeUpstream : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Func<UpstreamRequest, Wire, Task> _script;
    private readonly ConcurrentBag<Socket> _connections = [];
    private readonly Task _accepting;
    private int _connectionCount;
    private int _requestCount;

    /// <param name="script">Answers one request; its number, from 1, counts over all connections.</param>
    public FakeUpstream(Func<UpstreamRequest, Wire, Task> script)
    {
        _script = script;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}";

    public ConcurrentQueue<UpstreamRequest> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        foreach (var connection in _connections)
        {
            connection.Dispose();
        }

        await _accepting;
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync();
                socket.NoDelay = true;
                _connections.Add(socket);
                serving.Add(ServeAsync(socket, Interlocked.Increment(ref _connectionCount)));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket socket, int connection)
    {
        var wire = new Wire(socket);
        try
        {
            while (wire.IsOpen && await ReadAsync(socket, connection) is { } request)
            {
                Requests.Enqueue(request);
                await _script(request, wire);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The gateway went away, or the test is over.
        }
    }

    private async Task<UpstreamRequest?> ReadAsync(Socket socket, int connection)
    {
        var bytes = new List<byte>();
        var piece = new byte[64 * 1024];
        var head = -1;
        var length = 0;
        while (head < 0 || bytes.Count < head + length)
        {
            var read = await socket.ReceiveAsync(piece);
            if (read == 0)
            {
                return null;
            }

            bytes.AddRange(piece.AsSpan(0, read));
            if (head < 0 && Encoding.Latin1.GetString([.. bytes]).IndexOf("\r\n\r\n", StringComparison.Ordinal) is >= 0 and var end)
            {
                head = end + 4;
                var announced = new UpstreamRequest(Encoding.Latin1.GetString([.. bytes.Take(end)]), [], 0, 0).Header("content-length");
                length = announced is null ? 0 : int.Parse(announced, CultureInfo.InvariantCulture);
            }
        }

        return new UpstreamRequest(
            Encoding.Latin1.GetString([.. bytes.Take(head - 4)]), [.. bytes.Skip(head)], Interlocked.Increment(ref _requestCount), connection);
    }
}
