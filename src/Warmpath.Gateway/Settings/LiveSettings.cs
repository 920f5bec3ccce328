using Warmpath.Storage.Settings;

namespace Warmpath.Gateway.Settings;

/// <summary>The settings in force, replaced as a whole when a person changes them.</summary>
public sealed class LiveSettings
{
    public GatewaySettings Current => throw new NotSupportedException();
}
