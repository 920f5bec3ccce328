using Microsoft.AspNetCore.Http;
using Warmpath.Gateway.DataPlane;
using Warmpath.Routing.Fleet;

namespace Warmpath.Gateway.Upstream;

/// <summary>An upstream's answer that is no success, its body read as far as judging needs it.</summary>
internal sealed class ErrorAnswer(KeyConfig key, UpstreamCall call, PooledBytes body) : IDisposable
{
    /// <summary>Error objects are far smaller; of more, the rest is read only if it is passed on.</summary>
    private const int MaximumBytes = 64 * 1024;

    /// <summary>Whose answer it is.</summary>
    public KeyConfig Key => key;

    public HttpResponseMessage Response => call.Response;

    public int Status => (int)call.Response.StatusCode;

    public ReadOnlySpan<byte> Body => body.Span;

    /// <summary>The body broke upstream: nobody shall take what came of it for the whole.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Takes the call over. A body that breaks while it is read is taken as far as it came.</summary>
    /// <exception cref="OperationCanceledException">The client left.</exception>
    public static async Task<ErrorAnswer> ReadAsync(KeyConfig key, UpstreamCall call)
    {
        var answer = new ErrorAnswer(key, call, new PooledBytes(4096));
        try
        {
            await answer.FillAsync();
            return answer;
        }
        catch (Exception exception) when (call.IsUpstreams(exception))
        {
            answer.IsBroken = true;
            return answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    /// <summary>Writes what was read, and what is left of the body upstream, for which the first byte limit goes on.</summary>
    /// <exception cref="BrokenAnswerException">The rest broke upstream, or did not come.</exception>
    public async Task WriteBodyAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(body.Memory, cancellationToken);
        if (body.Length >= MaximumBytes)
        {
            try
            {
                await using var rest = await call.Response.Content.ReadAsStreamAsync(call.Token);
                await rest.CopyToAsync(response.Body, call.Token);
            }
            catch (Exception exception) when (call.IsUpstreams(exception))
            {
                throw new BrokenAnswerException();
            }
        }
    }

    public void Dispose()
    {
        call.Dispose();
        body.Dispose();
    }

    private async Task FillAsync()
    {
        var stream = await call.Response.Content.ReadAsStreamAsync(call.Token);
        while (body.Length < MaximumBytes)
        {
            var read = await stream.ReadAsync(body.Room(4096), call.Token);
            if (read == 0)
            {
                break;
            }

            body.Advance(read);
        }
    }
}
