using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;

namespace Warmpath.Gateway.Upstream;

/// <summary>Headers that belong to one connection and are never passed on (RFC 9110 7.6.1).</summary>
internal static class HopByHop
{
    private static readonly FrozenSet<string> Always = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Authentication-Info",
        "TE", "Trailer", "Transfer-Encoding", "Upgrade", "HTTP2-Settings");

    /// <param name="connection">The values of <c>Connection</c>, which names further such headers.</param>
    public static bool Includes(string name, StringValues connection) =>
        Always.Contains(name) || (connection.Count > 0 && IsNamed(name, connection));

    private static bool IsNamed(string name, StringValues connection)
    {
        foreach (var line in connection)
        {
            foreach (var token in line.AsSpan().Split(','))
            {
                if (line.AsSpan()[token].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
