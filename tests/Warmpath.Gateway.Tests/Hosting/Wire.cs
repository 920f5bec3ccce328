using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Warmpath.Gateway.Tests.Hosting;

/// <summary>The upstream's end of one connection, to be spoken on as badly as a test needs.</summary>
internal sealed class Wire(Socket socket)
{
    public bool IsOpen { get; private set; } = true;

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(byte[] bytes) => await socket.SendAsync(bytes);

    /// <summary>A whole answer with a length.</summary>
    public Task AnswerAsync(int status, string body, string headers = "", string type = "application/json") => SendAsync(
        $"HTTP/1.1 {status} Status\r\ncontent-type: {type}\r\n{headers}content-length: {Encoding.Latin1.GetByteCount(body)}\r\n\r\n{body}");

    public Task BeginStreamAsync(string headers = "") =>
        SendAsync($"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n{headers}transfer-encoding: chunked\r\n\r\n");

    public Task ChunkAsync(string text) =>
        SendAsync($"{text.Length.ToString("x", CultureInfo.InvariantCulture)}\r\n{text}\r\n");

    public Task EndStreamAsync() => SendAsync("0\r\n\r\n");

    /// <summary>A whole stream with a clean end of body.</summary>
    public async Task StreamAsync(params string[] chunks)
    {
        await BeginStreamAsync();
        foreach (var chunk in chunks)
        {
            await ChunkAsync(chunk);
        }

        await EndStreamAsync();
    }

    /// <summary>Ends the connection in good order, whatever was said on it.</summary>
    public void Close()
    {
        IsOpen = false;
        socket.Dispose();
    }

    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        Close();
    }

    /// <summary>Until the gateway ends the connection.</summary>
    public async Task ClosedByGatewayAsync()
    {
        try
        {
            while (await socket.ReceiveAsync(new byte[4096]) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // A reset is an end as well.
        }
    }
}
