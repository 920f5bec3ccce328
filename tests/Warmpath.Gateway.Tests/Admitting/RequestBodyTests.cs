using Warmpath.Gateway.Admitting;

namespace Warmpath.Gateway.Tests.Admitting;

public class RequestBodyTests
{
    [Fact]
    public void Borrowed_bytes_outlive_their_owner_and_nobody_can_borrow_after_the_last()
    {
        var bytes = new PooledBytes();
        bytes.Append("prompt"u8);
        var body = new RequestBody(bytes);
        var loan = body.Borrow();

        body.Dispose();
        body.Dispose();
        Assert.Equal("prompt"u8, loan.Memory.Span);
        var second = body.Borrow();
        loan.Dispose();
        Assert.Equal("prompt"u8, second.Memory.Span);

        second.Dispose();
        Assert.Equal(0, bytes.Length);
        Assert.Throws<ObjectDisposedException>(() => body.Borrow());
    }
}
