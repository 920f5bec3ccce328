using System.Runtime.InteropServices;
using Warmpath.Storage.Settings;

namespace Warmpath.Gateway.Admitting;

/// <summary>
/// How much the gateway takes on at once: requests, bytes of bodies, calls to one upstream. What is over a bound is refused before it costs anything.
/// </summary>
/// <remarks>Clients share the first two fairly (<see cref="FairBound"/>). Thread-safe: one lock, held for the counting alone.</remarks>
/// <param name="settings">The settings in force.</param>
public sealed class Capacity(Func<GatewaySettings> settings)
{
    // Bodies are not all that lives in memory.
    private static readonly long MostBodyBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Held> _clients = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _calls = new(StringComparer.Ordinal);
    private readonly Held _all = new();
    private readonly TaskCompletionSource _allLeft = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isClosed;
    private long _refused;

    /// <summary>Requests under way.</summary>
    public int Requests => Volatile.Read(ref _all.Requests);

    /// <summary>Bytes of bodies that are held for another attempt.</summary>
    public long BodyBytes => Volatile.Read(ref _all.Bytes);

    /// <summary>Requests refused since the start for want of room.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>The gateway stops: nobody gets a place any more.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>From here on nobody gets a place. Completes when those who have one have left.</summary>
    public Task CloseAsync()
    {
        lock (_lock)
        {
            _isClosed = true;
            if (_all.Requests == 0)
            {
                _allLeft.TrySetResult();
            }
        }

        return _allLeft.Task;
    }

    /// <returns>A place for one request; null when there is none.</returns>
    internal Place? Enter(string client)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return null;
            }

            var held = _clients.GetValueOrDefault(client) ?? new Held();
            if (!FairBound.Fits(_all.Requests, held.Requests, 1, settings().MaximumRequests, _clients.Count + (held.Requests == 0 ? 1 : 0)))
            {
                _refused++;
                return null;
            }

            _clients[client] = held;
            held.Requests++;
            _all.Requests++;
            return new Place(this, client, held);
        }
    }

    private bool TryTake(Place place, Held held, long bytes, bool take)
    {
        lock (_lock)
        {
            var bound = Math.Min(settings().MaximumBodyMegabytes * 1024L * 1024, MostBodyBytes);
            if (!FairBound.Fits(_all.Bytes, held.Bytes, bytes, bound, _clients.Count))
            {
                _refused++;
                return false;
            }

            if (!take)
            {
                return true;
            }

            place.Bytes += bytes;
            held.Bytes += bytes;
            _all.Bytes += bytes;
            return true;
        }
    }

    private bool TryCall(string upstream)
    {
        lock (_lock)
        {
            ref var calls = ref CollectionsMarshal.GetValueRefOrAddDefault(_calls, upstream, out _);
            if (calls >= settings().MaximumCallsPerUpstream)
            {
                _refused++;
                return false;
            }

            calls++;
            return true;
        }
    }

    private void EndCall(string upstream)
    {
        lock (_lock)
        {
            if (--_calls[upstream] == 0)
            {
                _calls.Remove(upstream);
            }
        }
    }

    private void GiveBack(Place place, Held held, long bytes)
    {
        lock (_lock)
        {
            place.Bytes -= bytes;
            held.Bytes -= bytes;
            _all.Bytes -= bytes;
        }
    }

    private void Leave(string client, Held held)
    {
        lock (_lock)
        {
            _all.Requests--;
            if (--held.Requests == 0)
            {
                _clients.Remove(client);
            }

            if (_isClosed && _all.Requests == 0)
            {
                _allLeft.TrySetResult();
            }
        }
    }

    private sealed class Held
    {
        public int Requests;

        public long Bytes;
    }

    /// <summary>One request's place, and what its body takes. For one user at a time.</summary>
    internal sealed class Place : IDisposable
    {
        private readonly Capacity _capacity;
        private readonly string _client;
        private readonly Held _held;
        private string? _upstream;
        private bool _left;

        internal Place(Capacity capacity, string client, object held) => (_capacity, _client, _held) = (capacity, client, (Held)held);

        internal long Bytes { get; set; }

        /// <summary>Whether there is room for so many bytes more just now.</summary>
        public bool HasRoom(long bytes) => _capacity.TryTake(this, _held, bytes, take: false);

        /// <returns>False when there is no room for so many bytes more.</returns>
        public bool TryTake(long bytes) => _capacity.TryTake(this, _held, bytes, take: true);

        /// <summary>A call to an upstream begins; the one before has ended.</summary>
        /// <param name="upstream">Its base URL.</param>
        /// <returns>False when as many are under way as may be.</returns>
        public bool TryCall(string upstream)
        {
            if (!_capacity.TryCall(upstream))
            {
                return false;
            }

            _upstream = upstream;
            return true;
        }

        /// <summary>The call has ended, and its connection is free for others or gone.</summary>
        public void EndCall()
        {
            if (_upstream is { } upstream)
            {
                _upstream = null;
                _capacity.EndCall(upstream);
            }
        }

        /// <summary>The body is not needed any more.</summary>
        public void GiveBodyBack() => _capacity.GiveBack(this, _held, Bytes);

        public void Dispose()
        {
            if (!_left)
            {
                _left = true;
                GiveBodyBack();
                _capacity.Leave(_client, _held);
            }
        }
    }
}
