using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using Warmpath.Gateway.Tests.Hosting;

namespace Warmpath.Gateway.Tests.DataPlane;

/// <summary>What attackers send: every byte on a bare socket, against the real server. Nothing of it may reach a provider.</summary>
public class RawRequestTests
{
    private const string Body = """{"model":"claude-sonnet-5-5","max_tokens":1,"messages":[]}""";

    private static readonly string Length = $"content-length: {Body.Length}";

    public static TheoryData<string, string> BrokenFraming => new()
    {
        { "length and chunks", $"{Length}\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n" },
        { "chunks and length", $"transfer-encoding: chunked\r\n{Length}\r\n\r\n0\r\n\r\n" },
        { "two lengths", $"content-length: 5\r\n{Length}\r\n\r\n{Body}" },
        { "the same length twice", $"{Length}\r\n{Length}\r\n\r\n{Body}" },
        { "a list of lengths", $"content-length: {Body.Length}, {Body.Length}\r\n\r\n{Body}" },
        { "a negative length", $"content-length: -1\r\n\r\n{Body}" },
        { "a hexadecimal length", $"content-length: 0x{Body.Length:x}\r\n\r\n{Body}" },
        { "an endless length", $"content-length: 99999999999999999999\r\n\r\n{Body}" },
        { "an unknown coding", $"transfer-encoding: xchunked\r\n\r\n{Body}" },
        { "identity last", $"transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n" },
        { "two codings in two lines", $"transfer-encoding: identity\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n" },
        { "a folded header", $"{Length}\r\nx-long: a\r\n b\r\n\r\n{Body}" },
        { "a folded coding", $"transfer-encoding:\r\n chunked\r\n\r\n0\r\n\r\n" },
        { "a blank before the colon", $"content-length : {Body.Length}\r\n\r\n{Body}" },
        { "a name with a blank", $"{Length}\r\nx y: 1\r\n\r\n{Body}" },
        { "a header without a colon", $"{Length}\r\nxy\r\n\r\n{Body}" },
        { "an empty name", $"{Length}\r\n: 1\r\n\r\n{Body}" },
        { "lines that end in LF alone", $"{Length}\nx-a: b\n\n{Body}" },
        { "a CR inside a value", $"{Length}\r\nx-a: b\rc\r\n\r\n{Body}" },
        { "a NUL inside a value", $"{Length}\r\nx-a: b\0c\r\n\r\n{Body}" },
        { "two hosts", $"host: other\r\n{Length}\r\n\r\n{Body}" },
        { "a chunk of negative size", $"transfer-encoding: chunked\r\n\r\n-1\r\n{Body}\r\n0\r\n\r\n" },
        { "a chunk size that overflows", $"transfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\n{Body}\r\n0\r\n\r\n" },
        { "a chunk extension that ends in LF alone", $"transfer-encoding: chunked\r\n\r\n{Body.Length:x};a\n{Body}\r\n0\r\n\r\n" },
        { "chunks that end in LF alone", $"transfer-encoding: chunked\r\n\r\n{Body.Length:x}\n{Body}\n0\n\n" },
        { "a chunk longer than its size", $"transfer-encoding: chunked\r\n\r\n1\r\n{Body}\r\n0\r\n\r\n" },
    };

    [Theory]
    [MemberData(nameof(BrokenFraming))]
    public async Task A_request_whose_end_could_be_read_in_two_ways_is_refused_and_its_connection_ended(string what, string headersAndBody)
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        await using var gateway = await TestGateway.StartAsync(TimeProvider.System, upstream.Url);
        using var socket = await gateway.ConnectAsync(Head(gateway) + headersAndBody);
        var answer = await TestGateway.ReadToEndAsync(socket); // returns when the gateway has ended the connection
        Assert.True(answer.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal), $"{what}: {answer}");
        Assert.Single(Answers(answer));
        Assert.Empty(upstream.Requests);
    }

    [Theory]
    [InlineData("POST http://provider.example/v1/messages HTTP/1.1", "400")]
    [InlineData("POST //v1/messages HTTP/1.1", "404")]
    [InlineData("POST /anthropic/../v1/messages HTTP/1.1", "404")]
    [InlineData("POST /anthropic/%2e%2e/v1/messages HTTP/1.1", "404")]
    [InlineData("POST /v1/messages%00 HTTP/1.1", "400")]
    [InlineData("POST /v1/messages%2f HTTP/1.1", "404")]
    [InlineData("POST /v1/messages\\ HTTP/1.1", "404")]
    [InlineData("POST /v1/messages;x HTTP/1.1", "404")]
    [InlineData("GET /v1/models/..%2fkeys HTTP/1.1", "404")]
    [InlineData("CONNECT provider.example:443 HTTP/1.1", "400")]
    [InlineData("TRACE /v1/messages HTTP/1.1", "405")]
    [InlineData("POST /v1/messages?a#b HTTP/1.1", "400")]
    [InlineData("POST /v1/messages?a\u0001b HTTP/1.1", "400")]
    [InlineData("POST /v1/messages?a\u00e9b HTTP/1.1", "400")]
    [InlineData("POST /v1/messages HTTP/3.0", "505")]
    [InlineData("POST /v1/messages x HTTP/1.1", "400")]
    public async Task No_trick_with_the_request_line_reaches_a_provider(string line, string status)
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        await using var gateway = await TestGateway.StartAsync(TimeProvider.System, upstream.Url);
        using var socket = await gateway.ConnectAsync($"{line}\r\nhost: gateway\r\nx-api-key: {gateway.Token}\r\nconnection: close\r\n\r\n");
        Assert.StartsWith($"HTTP/1.1 {status} ", await TestGateway.ReadToEndAsync(socket));
        Assert.Empty(upstream.Requests);
    }

    [Theory]
    [InlineData(1, 70_000, "431")]
    [InlineData(300, 10, "431")]
    public async Task Headers_beyond_their_bounds_are_refused(int count, int size, string status)
    {
        await using var gateway = await TestGateway.StartAsync(TimeProvider.System);
        var headers = string.Concat(Enumerable.Range(0, count).Select(n => $"x-{n}: {new string('a', size)}\r\n"));
        using var socket = await gateway.ConnectAsync(Head(gateway) + headers + $"{Length}\r\n\r\n{Body}");
        Assert.StartsWith($"HTTP/1.1 {status} ", await TestGateway.ReadToEndAsync(socket));
    }

    [Fact]
    public async Task A_header_without_end_is_cut_off_at_its_bound()
    {
        await using var gateway = await TestGateway.StartAsync(TimeProvider.System);
        using var socket = await gateway.ConnectAsync(Head(gateway) + "x-endless: ");
        var sent = await FloodAsync(socket, 64 * 1024 * 1024);
        Assert.InRange(sent, 1, 32 * 1024 * 1024);
    }

    [Fact]
    public async Task A_request_line_without_end_is_cut_off_at_its_bound()
    {
        await using var gateway = await TestGateway.StartAsync(TimeProvider.System);
        using var socket = await gateway.ConnectAsync("GET /");
        Assert.InRange(await FloodAsync(socket, 64 * 1024 * 1024), 1, 32 * 1024 * 1024);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("identity, gzip")]
    [InlineData("zstd")]
    public async Task A_compressed_body_is_refused_unread_be_it_a_bomb_or_not(string encoding)
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        await using var gateway = await TestGateway.StartAsync(TimeProvider.System, upstream.Url);
        using var bomb = new MemoryStream();
        using (var gzip = new GZipStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(new byte[16 * 1024 * 1024]);
        }

        foreach (var body in new[] { bomb.ToArray(), Encoding.ASCII.GetBytes(Body) })
        {
            using var request = gateway.Message("");
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("content-encoding", encoding);
            using var response = await gateway.Client.SendAsync(request);
            Assert.Equal(415, (int)response.StatusCode);
            Assert.Contains("invalid_request_error", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task A_body_as_deep_as_it_is_long_is_read_without_a_stack()
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        await using var gateway = await TestGateway.StartAsync(TimeProvider.System, upstream.Url);
        const int Depth = 1_000_000;
        var deep = $$"""{"model":"claude-sonnet-5-5","max_tokens":1,"messages":[],"deep":{{new string('[', Depth)}}{{new string(']', Depth)}}}""";
        using var passed = await gateway.SendAsync(deep);
        Assert.Equal(200, (int)passed.StatusCode);
        using var refused = await gateway.SendAsync(deep[..^Depth]);
        Assert.Equal(400, (int)refused.StatusCode);
    }

    private static string Head(TestGateway gateway) => $"POST /v1/messages HTTP/1.1\r\nhost: gateway\r\nx-api-key: {gateway.Token}\r\n";

    private static string[] Answers(string text) => text.Split("HTTP/1.1 ", StringSplitOptions.RemoveEmptyEntries);

    /// <returns>How many bytes went out before the gateway ended the connection.</returns>
    private static async Task<long> FloodAsync(Socket socket, long most)
    {
        var piece = Encoding.ASCII.GetBytes(new string('a', 64 * 1024));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var sent = 0L;
        try
        {
            while (sent < most)
            {
                sent += await socket.SendAsync(piece, limit.Token);
            }
        }
        catch (SocketException)
        {
            // The end that was hoped for.
        }

        return sent;
    }
}
