using System.Net;
using Warmpath.Gateway.Admitting;

namespace Warmpath.Gateway.Upstream;

/// <summary>The client's bytes as they came, as the content of one upstream call.</summary>
/// <remarks>The bytes are borrowed for as long as they are being written, which a cancelled call may outlast.</remarks>
internal sealed class UpstreamBody(RequestBody body) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var loan = body.Borrow();
        await stream.WriteAsync(loan.Memory, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
