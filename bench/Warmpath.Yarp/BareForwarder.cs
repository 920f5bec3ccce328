using System.Buffers;
using System.Net;

namespace Warmpath.Yarp;

/// <summary>Forwards and does nothing else: a body that is held whole, one attempt, an answer that passes as it comes.</summary>
/// <remarks>What is left of a gateway on Kestrel and <see cref="SocketsHttpHandler"/> when it neither looks, decides, records nor counts.</remarks>
internal sealed class BareForwarder(Uri upstream)
{
    private static readonly HttpMessageInvoker Invoker = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
    });

    public async Task ForwardAsync(HttpContext http)
    {
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), new Uri(upstream, http.Request.Path + http.Request.QueryString.ToString()));
        using var body = MemoryPool<byte>.Shared.Rent((int)(http.Request.ContentLength ?? 0) + 1); // the benchmark's bodies say how long they are
        var length = await ReadAsync(http.Request.Body, body.Memory);
        request.Content = new Bytes(body.Memory[..length]);
        foreach (var (name, values) in http.Request.Headers)
        {
            if (!IsHopByHop(name) && !request.Headers.TryAddWithoutValidation(name, values.ToString()))
            {
                request.Content.Headers.TryAddWithoutValidation(name, values.ToString());
            }
        }

        using var answer = await Invoker.SendAsync(request, http.RequestAborted);
        http.Response.StatusCode = (int)answer.StatusCode;
        Copy(answer.Headers.NonValidated, http.Response.Headers);
        Copy(answer.Content.Headers.NonValidated, http.Response.Headers);
        await PassOnAsync(await answer.Content.ReadAsStreamAsync(http.RequestAborted), http.Response, http.RequestAborted);
    }

    private static async Task<int> ReadAsync(Stream body, Memory<byte> room)
    {
        var length = 0;
        while (await body.ReadAsync(room[length..]) is > 0 and var read)
        {
            length += read;
        }

        return length;
    }

    private static async Task PassOnAsync(Stream answer, HttpResponse response, CancellationToken gone)
    {
        while (true)
        {
            _ = await answer.ReadAsync(Memory<byte>.Empty, gone); // holds no memory while it waits
            var read = await answer.ReadAsync(response.BodyWriter.GetMemory(4096), gone);
            if (read == 0)
            {
                return;
            }

            response.BodyWriter.Advance(read);
            await response.BodyWriter.FlushAsync(gone);
        }
    }

    private static void Copy(System.Net.Http.Headers.HttpHeadersNonValidated from, IHeaderDictionary to)
    {
        foreach (var (name, values) in from)
        {
            if (!IsHopByHop(name))
            {
                to.Append(name, values.ToString());
            }
        }
    }

    private static bool IsHopByHop(string name) => name is "Host" or "Connection" or "Transfer-Encoding";

    private sealed class Bytes(ReadOnlyMemory<byte> bytes) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
