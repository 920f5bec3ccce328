using System.Net;
using Warmpath.Gateway.Admitting;

namespace Warmpath.Gateway.Upstream;

/// <summary>The client's bytes as they came, and what is inserted between them, as the content of one upstream call.</summary>
/// <remarks>The bytes are borrowed for as long as they are being written, which a cancelled call may outlast.</remarks>
internal sealed class UpstreamBody(RequestBody body, IReadOnlyList<BodyInsertion> insertions) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var loan = body.Borrow();
        var sent = 0;
        foreach (var (at, text) in insertions)
        {
            await stream.WriteAsync(loan.Memory[sent..at], cancellationToken);
            await stream.WriteAsync(text, cancellationToken);
            sent = at;
        }

        await stream.WriteAsync(loan.Memory[sent..], cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length + insertions.Sum(insertion => insertion.Text.Length);
        return true;
    }
}
