using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Warmpath.Gateway.Tests.Hosting;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Tests.DataPlane;

/// <summary>Clients that hold a connection and hardly use it: it costs them the connection.</summary>
/// <remarks>The server measures them by the machine's clock; its grace is made as short as it may be.</remarks>
public class SlowClientTests
{
    /// <summary>What the machine itself takes for a socket that nobody reads, and the gateway's own part, twice: towards the client and from the upstream.</summary>
    private const long MostUnread = 2 * 16 * 1024 * 1024;

    [Theory]
    [InlineData("POST /v1/mess")]
    [InlineData("POST /v1/messages HTTP/1.1\r\nhost: gateway\r\nx-api-k")]
    [InlineData("POST /v1/messages HTTP/1.1\r\nhost: gateway\r\nx-api-key: TOKEN\r\ncontent-length: 100000\r\n\r\n{")]
    [InlineData("POST /v1/messages HTTP/1.1\r\nhost: gateway\r\nx-api-key: TOKEN\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n")]
    public async Task A_sender_that_stops_in_the_middle_is_told_and_left(string beginning)
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        await using var gateway = await TestGateway.StartAsync(null, ShortGrace, upstream.Url);
        using var socket = await gateway.ConnectAsync(beginning.Replace("TOKEN", gateway.Token, StringComparison.Ordinal));
        var answer = await TestGateway.ReadToEndAsync(socket);
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 408 ", StringComparison.Ordinal), answer);
        Assert.Empty(upstream.Requests);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task A_reader_that_is_too_slow_is_left_with_its_upstream_call_and_stands_in_the_ledger(int bytesAtOnce)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sent = 0L;
        await using var upstream = new FakeUpstream(async (_, wire) =>
        {
            try
            {
                sent = await SendForeverAsync(wire, count => Volatile.Write(ref sent, count));
            }
            finally
            {
                gone.SetResult();
            }
        });
        await using var gateway = await TestGateway.StartAsync(null, ShortGrace, upstream.Url);
        using var socket = await ReadNothingAsync(gateway);
        using var reading = new CancellationTokenSource();
        var slow = ReadSlowlyAsync(socket, bytesAtOnce, reading.Token);

        await gone.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.InRange(Volatile.Read(ref sent), 1, MostUnread);
        var row = await gateway.RowOnceWrittenAsync();
        Assert.Equal((EndState.ClientCancelled, (long?)10), (row.End, row.Usage?.Input)); // what came first told the tokens
        await reading.CancelAsync();
        await slow;
    }

    [Fact]
    public async Task A_reader_that_stands_still_on_one_stream_of_a_shared_connection_is_left_too()
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = new FakeUpstream(async (_, wire) =>
        {
            try
            {
                await SendForeverAsync(wire, _ => { });
            }
            finally
            {
                gone.TrySetResult();
            }
        });
        await using var gateway = await TestGateway.StartAsync(
            null,
            builder =>
            {
                ShortGrace(builder);
                builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
            },
            upstream.Url);
        using var client = new HttpClient(new SocketsHttpHandler { InitialHttp2StreamWindowSize = 64 * 1024 });
        using var request = gateway.Message(Prompts.Streamed);
        (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(HttpVersion.Version20, response.Version);

        await gone.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(EndState.ClientCancelled, (await gateway.RowOnceWrittenAsync()).End);
    }

    [Fact]
    public async Task A_hundred_readers_that_stand_still_cost_no_thread_and_hold_nobody_up()
    {
        var stalled = 0;
        await using var upstream = new FakeUpstream(async (request, wire) =>
        {
            if (request.Text == Prompts.Whole)
            {
                await wire.AnswerAsync(200, Prompts.Answer);
                return;
            }

            Interlocked.Increment(ref stalled);
            await SendForeverAsync(wire, _ => { });
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        var before = ThreadPool.ThreadCount;
        var sockets = new List<Socket>();
        for (var i = 0; i < 100; i++)
        {
            sockets.Add(await ReadNothingAsync(gateway));
        }

        while (Volatile.Read(ref stalled) < sockets.Count)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        for (var i = 0; i < 20; i++)
        {
            using var answer = await gateway.SendAsync(Prompts.Whole);
            Assert.Equal(Prompts.Answer, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        Assert.InRange(ThreadPool.ThreadCount, 0, before + 20); // they come and go by themselves, by the load of the machine
        sockets.ForEach(socket => socket.Dispose());
        while ((await gateway.SumAsync()).Cancelled < sockets.Count)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken); // each that leaves is found out
        }
    }

    private static void ShortGrace(WebApplicationBuilder builder) => builder.WebHost.ConfigureKestrel(kestrel =>
    {
        var grace = TimeSpan.FromSeconds(1.1);
        kestrel.Limits.RequestHeadersTimeout = grace;
        kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 240, grace);
        kestrel.Limits.MinResponseDataRate = new(bytesPerSecond: 64 * 1024 * 1024, grace); // of what the machine's own buffers took
    });

    private static async Task<Socket> ReadNothingAsync(TestGateway gateway)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(gateway.Url).Port);
        await socket.SendAsync(Encoding.Latin1.GetBytes(gateway.RawMessage(Prompts.Streamed)));
        return socket;
    }

    private static async Task ReadSlowlyAsync(Socket socket, int bytesAtOnce, CancellationToken end)
    {
        try
        {
            while (bytesAtOnce > 0 && await socket.ReceiveAsync(new byte[bytesAtOnce], end) > 0)
            {
                await Task.Delay(20, end); // it is what makes it slow
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // The gateway has ended the connection.
        }
    }

    private static async Task<long> SendForeverAsync(Wire wire, Action<long> sent)
    {
        var text = string.Concat(Enumerable.Repeat(Prompts.Text, 100));
        await wire.BeginStreamAsync();
        await wire.ChunkAsync(Prompts.Start + Prompts.Content);
        for (var count = 0L; ; count += text.Length)
        {
            sent(count);
            await wire.ChunkAsync(text);
        }
    }
}
