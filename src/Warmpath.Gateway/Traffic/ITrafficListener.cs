using Warmpath.Routing;

namespace Warmpath.Gateway.Traffic;

/// <summary>Follows the traffic beside the data plane. Called by one thread at a time, never on a request's path.</summary>
public interface ITrafficListener
{
    /// <summary>Once, before the first request, while the gateway serves already; what arrives meanwhile waits.</summary>
    Task BeginAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Requests come in the order of first decisions, after their answers have ended.</summary>
    void Served(ServedRequest request);

    /// <summary>Every other second, and at the end.</summary>
    /// <param name="until">UTC; no request that was decided about before it is still to come.</param>
    Task FlushAsync(DateTimeOffset until, CancellationToken cancellationToken) => Task.CompletedTask;
}
