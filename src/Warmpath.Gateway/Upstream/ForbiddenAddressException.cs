namespace Warmpath.Gateway.Upstream;

/// <summary>A name leads only to addresses that no connection is made to (<see cref="UpstreamAddresses"/>).</summary>
public sealed class ForbiddenAddressException() : IOException("its name leads to a link-local or metadata address");
