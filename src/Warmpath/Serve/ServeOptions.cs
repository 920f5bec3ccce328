namespace Warmpath.Serve;

/// <summary>What <c>serve</c> was told by options and environment (contract.md, "Commands").</summary>
public sealed record ServeOptions
{
    /// <summary>Addresses to listen on, such as <c>http://127.0.0.1:4141</c>; port 0 takes a free one.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>Absolute.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Replaces the admin token of earlier starts; null keeps it, or makes one at the first start.</summary>
    public string? AdminToken { get; init; }

    /// <summary>32 bytes in base64; null: the file in the data folder.</summary>
    public string? MasterKey { get; init; }

    /// <summary>Secrets to add at start; those already there are left alone.</summary>
    public IReadOnlyList<string> AnthropicKeys { get; init; } = [];

    /// <summary>The certificate for addresses that begin with https; null where none does.</summary>
    public TlsFiles? Tls { get; init; }

    /// <summary>The proxy to providers; null: none, whatever the environment says of proxies.</summary>
    public Uri? UpstreamProxy { get; init; }

    /// <summary>Without the secrets: a record's own text would show them in logs and exceptions.</summary>
    public override string ToString() => $"{string.Join(' ', Urls)} {DataFolder}";
}
