namespace Warmpath.Gateway.Upstream;

/// <summary>The one way out: no redirects, no cookies, no decompression, normal TLS verification.</summary>
public sealed class UpstreamTransport
{
    public HttpMessageInvoker Invoker => throw new NotSupportedException();
}
