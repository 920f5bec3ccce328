namespace Warmpath.Routing;

/// <summary>Which call of the provider's API a request is.</summary>
public enum RequestKind : byte
{
    /// <summary><c>POST /v1/messages</c>.</summary>
    Messages,

    /// <summary><c>POST /v1/messages/count_tokens</c>: free, with a request limit of its own; never makes or moves a home.</summary>
    CountTokens,

    /// <summary><c>GET /v1/models</c> and <c>/v1/models/{id}</c>: any healthy key.</summary>
    Models,
}
