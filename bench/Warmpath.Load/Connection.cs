using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Warmpath.Load;

/// <summary>One kept connection that sends prepared bytes and reads answers no further than to know where they end.</summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[64 * 1024];

    private Connection(Socket socket) => _socket = socket;

    public static async Task<Connection> OpenAsync(Uri url)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, url.Port));
        return new(socket);
    }

    /// <returns>When the first byte of the answer was there, as a timestamp.</returns>
    /// <exception cref="InvalidOperationException">The answer was no 200, or ended before its end.</exception>
    public async Task<long> ExchangeAsync(ReadOnlyMemory<byte> request)
    {
        await _socket.SendAsync(request);
        var (filled, headEnd) = (0, -1);
        long first = 0;
        while (headEnd < 0)
        {
            filled += await ReadAsync(filled);
            first = first == 0 ? Stopwatch.GetTimestamp() : first;
            headEnd = _buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
        }

        var head = Encoding.ASCII.GetString(_buffer, 0, headEnd);
        if (!head.StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"The answer was no 200: {Encoding.UTF8.GetString(_buffer, 0, Math.Min(filled, 1500))}");
        }

        var start = headEnd + 4;
        var at = head.IndexOf("content-length:", StringComparison.OrdinalIgnoreCase);
        if (at >= 0)
        {
            var line = head[(at + 15)..];
            var length = int.Parse(line[..(line.IndexOf('\r', StringComparison.Ordinal) is >= 0 and var end ? end : line.Length)], System.Globalization.CultureInfo.InvariantCulture);
            for (var left = length - (filled - start); left > 0;)
            {
                left -= await ReadAsync(0);
            }

            return first;
        }

        // Chunked: it ends with the empty chunk, and nothing follows on this connection before the next request.
        while (!_buffer.AsSpan(0, filled).EndsWith("\r\n0\r\n\r\n"u8))
        {
            var kept = Math.Min(filled, 7);
            _buffer.AsSpan(filled - kept, kept).CopyTo(_buffer);
            filled = kept + await ReadAsync(kept);
        }

        return first;
    }

    public void Dispose() => _socket.Dispose();

    private async Task<int> ReadAsync(int at)
    {
        var read = await _socket.ReceiveAsync(_buffer.AsMemory(at));
        return read > 0 ? read : throw new InvalidOperationException("The connection ended before the answer did.");
    }
}
