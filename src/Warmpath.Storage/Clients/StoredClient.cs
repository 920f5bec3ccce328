using Warmpath.Routing;

namespace Warmpath.Storage.Clients;

/// <summary>A person or program that uses the gateway. Its virtual key is kept as a SHA-256 hash; 256 random bits need no more.</summary>
/// <param name="TokenHash">SHA-256 of the token's UTF-8 bytes: 32 bytes.</param>
/// <param name="Hint">The token's last four characters.</param>
public sealed record StoredClient(string Id, string Name, byte[] TokenHash, string Hint, ClientOptions Options, DateTimeOffset CreatedAt);

/// <summary>What a client may be given of its own. Stored as JSON; null = as everybody.</summary>
/// <param name="ValueOfTimePerHour">$ per hour of waiting; overrides the setting.</param>
public sealed record ClientOptions(double? ValueOfTimePerHour = null, ClientFeatures? Features = null);

/// <summary>Rewritings of request bodies that a client's virtual key switches on or off; null = as the settings say.</summary>
/// <param name="Lifetime">Who chooses the lifetime of cache entries.</param>
/// <param name="AutoCache">Give requests without any cache marker Anthropic's automatic one.</param>
public sealed record ClientFeatures(LifetimeMode? Lifetime = null, bool? AutoCache = null);
