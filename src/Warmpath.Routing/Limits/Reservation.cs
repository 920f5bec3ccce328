namespace Warmpath.Routing.Limits;

/// <summary>What one attempt took from each pool that admitted it, to be settled once.</summary>
internal sealed class Reservation(LimitScope scope, string client, double input, double output, bool readsAreCharged)
{
    private readonly BucketSums _organization = scope.Organization.Taken;
    private readonly BucketSums? _workspace = scope.Workspace?.Taken;
    private bool _settled;

    public LimitScope Scope { get; } = scope;

    public double Input { get; } = input;

    /// <summary>What the pool's buckets had given in all just after this reservation; null when nothing was reserved there.</summary>
    public BucketSums? TakenBefore(LimitPool pool) => pool == Scope.Organization ? _organization : pool == Scope.Workspace ? _workspace : null;

    /// <summary>The request is over: what it really used replaces what was reserved.</summary>
    /// <param name="used">Null = not known: the reservation stands for it.</param>
    /// <param name="charged">False: the provider counted nothing.</param>
    public void Settle(Usage? used, bool charged, DateTimeOffset now)
    {
        if (_settled)
        {
            return;
        }

        _settled = true;
        foreach (var pool in Scope)
        {
            pool.Settle(client, Input, output, used, charged, readsAreCharged, now);
        }
    }
}
