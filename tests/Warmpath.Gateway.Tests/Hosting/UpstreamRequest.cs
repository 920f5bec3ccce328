using System.Text;

namespace Warmpath.Gateway.Tests.Hosting;

/// <summary>One request as it stood on the wire.</summary>
internal sealed record UpstreamRequest(string Head, byte[] Body, int Number, int Connection)
{
    public string Line => Head[..Head.IndexOf("\r\n", StringComparison.Ordinal)];

    public string Key => Header("x-api-key") ?? "";

    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The header's value as it came, in Latin-1; null when there is none.</summary>
    public string? Header(string name) => Head.Split("\r\n").Skip(1)
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim(' ')).FirstOrDefault();
}
