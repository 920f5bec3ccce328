using Microsoft.AspNetCore.Http;
using Warmpath.Gateway.Admitting;
using Warmpath.Gateway.DataPlane;
using Warmpath.Storage.Settings;

namespace Warmpath.Gateway.Tests.Admitting;

public sealed class BodyReaderTests : IDisposable
{
    private readonly BodyMemory _memory = new(TimeProvider.System);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16 * 1024)]
    [InlineData(3_000_000)]
    [InlineData(BodyReader.MaximumBytes)]
    public async Task A_body_up_to_the_limit_is_read_whole_with_and_without_a_length(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        foreach (var length in new long?[] { size, null })
        {
            var (body, error) = await BodyReader.ReadAsync(Request(new MemoryStream(bytes), length), Place(), _memory, CancellationToken.None);
            Assert.Null(error);
            Assert.True(body!.Span.SequenceEqual(bytes));
            body.Dispose();
        }
    }

    [Fact]
    public async Task An_announced_body_over_the_limit_is_refused_unread()
    {
        var stream = new Endless();
        var (body, error) = await BodyReader.ReadAsync(Request(stream, BodyReader.MaximumBytes + 1), Place(), _memory, CancellationToken.None);
        Assert.Null(body);
        Assert.Same(ApiError.TooLarge, error);
        Assert.Equal(0, stream.Given);
    }

    [Fact]
    public async Task An_endless_body_is_refused_a_little_past_the_limit()
    {
        var stream = new Endless();
        var (_, error) = await BodyReader.ReadAsync(Request(stream, null), Place(), _memory, CancellationToken.None);
        Assert.Same(ApiError.TooLarge, error);
        Assert.InRange(stream.Given, BodyReader.MaximumBytes + 1, 3L * BodyReader.MaximumBytes);
    }

    public void Dispose() => _memory.Dispose();

    private static Capacity.Place Place() => new Capacity(() => new GatewaySettings()).Enter("client")!;

    private static HttpRequest Request(Stream body, long? length)
    {
        var request = new DefaultHttpContext().Request;
        request.Body = body;
        request.ContentLength = length;
        return request;
    }

    private sealed class Endless : MemoryStream
    {
        public long Given { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Given += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
