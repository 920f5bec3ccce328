using System.Net;
using Microsoft.AspNetCore.Connections;
using Warmpath.Gateway.Admitting;

namespace Warmpath.Gateway.DataPlane;

/// <summary>Lets a connection in or refuses it, before a byte of it is read, or of a TLS handshake.</summary>
/// <remarks>
/// Whoever speaks HTTP/1.1 in clear hears why, for a second at most and as long as few are refused at once. Others are closed: a handshake for
/// each of a flood would be what the flood wants.
/// </remarks>
internal sealed class ConnectionGate(Connections connections, TimeProvider time)
{
    private const byte TlsHandshake = 0x16; // RFC 8446 5.1
    private const int MostToldAtOnce = 100;

    private static readonly TimeSpan LongestTelling = TimeSpan.FromSeconds(1);

    private int _telling;

    public ConnectionDelegate Before(ConnectionDelegate next) => async connection =>
    {
        var source = SourceAddress.Of((connection.RemoteEndPoint as IPEndPoint)?.Address);
        if (!connections.TryEnter(source))
        {
            await RefuseAsync(connection);
            return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            connections.Leave(source);
        }
    };

    private async Task RefuseAsync(ConnectionContext connection)
    {
        try
        {
            if (Interlocked.Increment(ref _telling) > MostToldAtOnce)
            {
                connection.Abort();
                return;
            }

            using var limit = new CancellationTokenSource(LongestTelling, time);
            await TellAsync(connection, limit.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // It has gone, or had its time.
        }
        finally
        {
            Interlocked.Decrement(ref _telling);
        }
    }

    private async Task TellAsync(ConnectionContext connection, CancellationToken cancellationToken)
    {
        var (input, output) = (connection.Transport.Input, connection.Transport.Output);
        var read = await input.ReadAsync(cancellationToken);
        if (read.Buffer.FirstSpan is [] or [TlsHandshake, ..])
        {
            return;
        }

        await output.WriteAsync(ApiError.TooManyConnections.ToBytes(RequestId.New(time.GetUtcNow())), cancellationToken);
        while (!read.IsCompleted)
        {
            input.AdvanceTo(read.Buffer.End); // until it has heard and closes: an end from here would overtake the answer
            read = await input.ReadAsync(cancellationToken);
        }
    }
}
