using Warmpath.Routing;
using Warmpath.Routing.Deciding;
using Warmpath.Storage;
using Warmpath.Storage.Settings;

namespace Warmpath.Gateway.Settings;

/// <summary>The settings in force, replaced as a whole when a person changes them.</summary>
public sealed class LiveSettings(WarmpathStore store, Router router) : IDisposable
{
    private readonly SemaphoreSlim _changing = new(1, 1);
    private volatile GatewaySettings _current = new();

    public GatewaySettings Current => _current;

    /// <summary>Takes over what the store holds. Call once, before the first request.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken) => Apply(await store.GetSettingsAsync(cancellationToken));

    /// <summary>Puts a new whole in force: kept first, then applied.</summary>
    /// <param name="change">From the settings as they are now to what they shall be, already valid; null leaves the old in force. Runs while other changes wait.</param>
    public async Task ChangeAsync(Func<GatewaySettings, GatewaySettings?> change, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (change(_current) is { } next)
            {
                await store.SetSettingsAsync(next, cancellationToken);
                Apply(next);
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    public void Dispose() => _changing.Dispose();

    private void Apply(GatewaySettings settings)
    {
        _current = settings;
        router.Settings = new RouterSettings { Policy = settings.Policy };
    }
}
