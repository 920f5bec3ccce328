using System.Text.Json.Serialization;

namespace Warmpath.Routing;

/// <summary>Who chooses how long cache entries live. Written <c>client</c> and <c>auto</c> in settings.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LifetimeMode>))]
public enum LifetimeMode : byte
{
    /// <summary>The client's markers stand as they came.</summary>
    [JsonStringEnumMemberName("client")]
    Client,

    /// <summary>The gateway picks 5 minutes or 1 hour for each marker that names no lifetime, by expected price.</summary>
    [JsonStringEnumMemberName("auto")]
    Auto,
}
