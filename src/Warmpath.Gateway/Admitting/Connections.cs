using System.Net;
using System.Runtime.InteropServices;
using Warmpath.Gateway.Settings;

namespace Warmpath.Gateway.Admitting;

/// <summary>Connections from clients, counted by the address that they come from; addresses share them fairly (<see cref="FairBound"/>).</summary>
/// <remarks>Thread-safe: one lock, held for the counting alone.</remarks>
internal sealed class Connections(LiveSettings settings)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _sources = [];
    private int _open;
    private long _refused;

    public int Open => Volatile.Read(ref _open);

    /// <summary>Since the start.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <param name="source">See <see cref="SourceAddress"/>.</param>
    /// <returns>False when there is no room for one more from there; else <see cref="Leave"/> follows.</returns>
    public bool TryEnter(IPAddress source)
    {
        lock (_lock)
        {
            var own = _sources.GetValueOrDefault(source);
            if (!FairBound.Fits(_open, own, 1, settings.Current.MaximumConnections, _sources.Count + (own == 0 ? 1 : 0)))
            {
                _refused++;
                return false;
            }

            _sources[source] = own + 1;
            _open++;
            return true;
        }
    }

    public void Leave(IPAddress source)
    {
        lock (_lock)
        {
            _open--;
            if (--CollectionsMarshal.GetValueRefOrNullRef(_sources, source) == 0)
            {
                _sources.Remove(source);
            }
        }
    }
}
