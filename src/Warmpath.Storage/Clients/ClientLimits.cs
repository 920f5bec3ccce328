namespace Warmpath.Storage.Clients;

/// <summary>How fast a client may go; null: without bound.</summary>
/// <param name="RequestsPerMinute">A minute's worth may come at once; it refills evenly.</param>
/// <param name="TokensPerMinute">The same for tokens: what a prompt has beyond cache reads, and what is answered.</param>
/// <param name="ConcurrentRequests">Under way at one time, those that the gateway holds included.</param>
public sealed record ClientLimits(long? RequestsPerMinute = null, long? TokensPerMinute = null, int? ConcurrentRequests = null);
