namespace Warmpath.Routing.Limits;

/// <summary>What one attempt took from its pool, to be settled once.</summary>
internal sealed class Reservation(LimitPool pool, double input, double output)
{
    public LimitPool Pool { get; } = pool;

    public double Input { get; } = input;

    public double Output { get; } = output;

    /// <summary>What the pool's buckets had given in all just after this reservation.</summary>
    public (double Requests, double Input, double Output) TakenBefore { get; } =
        (pool.Requests.Taken, pool.Input.Taken, pool.Output.Taken);

    public bool Settled { get; set; }
}
