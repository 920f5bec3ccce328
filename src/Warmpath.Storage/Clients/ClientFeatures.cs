using Warmpath.Routing;

namespace Warmpath.Storage.Clients;

/// <summary>Rewritings of request bodies that a client's virtual key switches on or off; null = as the settings say.</summary>
/// <param name="Lifetime">Who chooses the lifetime of cache entries.</param>
/// <param name="AutoCache">Give requests without any cache marker Anthropic's automatic one.</param>
public sealed record ClientFeatures(LifetimeMode? Lifetime = null, bool? AutoCache = null);
