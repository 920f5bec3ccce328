using System.Net;
using CsCheck;
using Warmpath.Gateway.Upstream;

namespace Warmpath.Gateway.Tests.Upstream;

public class UpstreamAddressesTests
{
    [Theory]
    [InlineData("169.254.0.1")]
    [InlineData("fe80::1")]
    [InlineData("febf::1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::169.254.169.254")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("100.100.100.200")]
    [InlineData("168.63.129.16")]
    [InlineData("fd00:ec2::254")]
    public void Link_local_and_metadata_addresses_are_forbidden_in_every_spelling(string address) =>
        Assert.True(UpstreamAddresses.IsForbidden(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("10.0.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("169.253.255.255")]
    [InlineData("169.255.0.0")]
    [InlineData("2606:4700::1")]
    [InlineData("fec0::1")]
    public void Loopback_private_and_public_addresses_are_allowed(string address) =>
        Assert.False(UpstreamAddresses.IsForbidden(IPAddress.Parse(address)));

    [Fact]
    public void No_link_local_address_passes_however_it_is_wrapped() =>
        Gen.Select(Gen.Byte, Gen.Byte).Sample((c, d) =>
        {
            var address = new IPAddress([169, 254, c, d]);
            Assert.True(UpstreamAddresses.IsForbidden(address));
            Assert.True(UpstreamAddresses.IsForbidden(address.MapToIPv6()));
            Assert.True(UpstreamAddresses.IsForbidden(address.ToString() + "."));
        });
}
