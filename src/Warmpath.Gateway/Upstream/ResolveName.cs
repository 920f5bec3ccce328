using System.Net;

namespace Warmpath.Gateway.Upstream;

/// <summary>The addresses of a host, asked anew for every connection; of an address in writing, itself.</summary>
/// <exception cref="System.Net.Sockets.SocketException">The name cannot be resolved.</exception>
public delegate Task<IPAddress[]> ResolveName(string host, CancellationToken cancellationToken);
