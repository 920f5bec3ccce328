using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Warmpath.Macro.Linux;

/// <summary>A non-blocking TCP socket, read and written by system calls alone.</summary>
internal sealed unsafe class RawSocket : IDisposable
{
    private readonly Socket _socket;

    public RawSocket(Socket socket)
    {
        _socket = socket;
        socket.NoDelay = true;
        socket.Blocking = false;
        Descriptor = (int)socket.Handle;
    }

    public int Descriptor { get; }

    public static RawSocket Connect(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, port);
        return new(socket);
    }

    /// <returns>Bytes read; 0 at the end; -1 when there is nothing to read now.</returns>
    public int Receive(Span<byte> into)
    {
        fixed (byte* start = into)
        {
            var read = (int)Native.Receive(Descriptor, start, into.Length, 0);
            return read >= 0 ? read : Marshal.GetLastPInvokeError() == Native.Again ? -1 : 0;
        }
    }

    /// <returns>Bytes written, 0 when there is no room now; -1 when the other side has gone.</returns>
    public int Send(ReadOnlySpan<byte> from, bool more = false)
    {
        fixed (byte* start = from)
        {
            var sent = (int)Native.Send(Descriptor, start, from.Length, Native.NoSignal | (more ? Native.More : 0));
            return sent >= 0 ? sent : Marshal.GetLastPInvokeError() == Native.Again ? 0 : -1;
        }
    }

    public void Dispose() => _socket.Dispose();
}
