using System.Net;
using System.Net.Sockets;

namespace Warmpath.Gateway.Admitting;

/// <summary>Where a connection comes from, as one counts sources: an IPv6 address by its /64, which is what one subscriber has.</summary>
internal static class SourceAddress
{
    /// <param name="address">Null for a socket without addresses: all of these are one source.</param>
    public static IPAddress Of(IPAddress? address)
    {
        address ??= IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
