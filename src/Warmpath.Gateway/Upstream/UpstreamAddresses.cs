using System.Net;
using System.Net.Sockets;

namespace Warmpath.Gateway.Upstream;

/// <summary>Where a key's base URL may not lead: link-local addresses and the metadata services of clouds, which hand out credentials.</summary>
/// <remarks>
/// Asked twice: of the URL when a key is added, and of every resolved address when a connection is made, since a DNS name may come to
/// mean something else in between. Loopback and private networks are allowed: self-hosted upstreams live there.
/// </remarks>
public static class UpstreamAddresses
{
    private static readonly HashSet<string> MetadataNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "metadata", "metadata.google.internal", "metadata.goog", "metadata.azure.internal", "metadata.tencentyun.com",
        "instance-data", "instance-data.ec2.internal",
    };

    // Metadata services outside the link-local ranges: Alibaba, Azure's host agent, Oracle, AWS over IPv6.
    private static readonly HashSet<IPAddress> MetadataAddresses =
    [
        IPAddress.Parse("100.100.100.200"),
        IPAddress.Parse("168.63.129.16"),
        IPAddress.Parse("192.0.0.192"),
        IPAddress.Parse("fd00:ec2::254"),
        IPAddress.Parse("fd20:ce::254"),
    ];

    /// <summary>The host of a base URL as <see cref="Uri.IdnHost"/> gives it: a name, or an address in its usual spelling.</summary>
    public static bool IsForbidden(string host)
    {
        var name = host.TrimEnd('.');
        return MetadataNames.Contains(name) || (IPAddress.TryParse(name, out var address) && IsForbidden(address));
    }

    /// <summary>An address that a name resolved to. IPv4 addresses inside IPv6 ones (mapped, 6to4, NAT64) are looked through.</summary>
    public static bool IsForbidden(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return address.IsIPv6LinkLocal || MetadataAddresses.Contains(new IPAddress(address.GetAddressBytes()))
                || (EmbeddedIPv4(address) is { } inner && IsForbidden(inner));
        }

        var bytes = address.GetAddressBytes();
        return (bytes[0] == 169 && bytes[1] == 254) || MetadataAddresses.Contains(address);
    }

    /// <summary>The addresses of a host that a connection may be made to, at the moment when it is made.</summary>
    /// <param name="allowedHosts">Hosts that the settings allow all the same.</param>
    /// <exception cref="ForbiddenAddressException">There are only forbidden ones.</exception>
    /// <exception cref="SocketException">The name cannot be resolved.</exception>
    public static async Task<IPAddress[]> ResolveAsync(
        string host, IReadOnlyList<string> allowedHosts, ResolveName resolve, CancellationToken cancellationToken)
    {
        var addresses = await resolve(host, cancellationToken);
        var open = allowedHosts.Contains(host, StringComparer.OrdinalIgnoreCase)
            ? addresses
            : Array.FindAll(addresses, address => !IsForbidden(address));
        return open.Length > 0 ? open : throw new ForbiddenAddressException();
    }

    private static IPAddress? EmbeddedIPv4(IPAddress address)
    {
        var bytes = address.GetAddressBytes().AsSpan();
        if (bytes[0] == 0x20 && bytes[1] == 0x02) // 6to4, RFC 3056
        {
            return new IPAddress(bytes[2..6]);
        }

        ReadOnlySpan<byte> nat64 = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0]; // RFC 6052
        var compatible = !bytes[..12].ContainsAnyExcept((byte)0);
        return address.IsIPv4MappedToIPv6 || compatible || bytes.StartsWith(nat64) ? new IPAddress(bytes[12..]) : null;
    }
}
