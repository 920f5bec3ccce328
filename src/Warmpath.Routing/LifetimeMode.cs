namespace Warmpath.Routing;

/// <summary>Who chooses how long cache entries live.</summary>
public enum LifetimeMode : byte
{
    /// <summary>The client's markers stand as they came.</summary>
    Client,

    /// <summary>The gateway picks 5 minutes or 1 hour for each marker, by expected price.</summary>
    Auto,
}
