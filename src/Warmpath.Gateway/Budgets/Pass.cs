using Warmpath.Routing;
using Warmpath.Storage.Clients;

namespace Warmpath.Gateway.Budgets;

/// <summary>One request's place within its client's budget and limits: what it holds is given back when it ends, however it ends.</summary>
/// <remarks>One user at a time.</remarks>
internal sealed class Pass(Allowance allowance, StoredClient client, DateTimeOffset arrived) : IDisposable
{
    private Holding _held;
    private bool _entered;

    /// <returns>Null: it may go on.</returns>
    public OverLimit? Enter(DateTimeOffset now)
    {
        var over = allowance.Enter(client, now);
        _entered = over is null;
        return over;
    }

    /// <summary>Before every attempt: reserves what it is expected to use, in place of what the attempt before had reserved.</summary>
    /// <returns>Null: it may be sent.</returns>
    public OverLimit? Reserve(Holding expected, DateTimeOffset now)
    {
        var over = allowance.Reserve(client, _held, expected, now);
        _held = over is null ? expected : _held;
        return over;
    }

    /// <summary>The request has ended and is being recorded with this usage and price.</summary>
    /// <remarks>It is under way no longer: whoever has read its last byte may send the next one.</remarks>
    public void Settle(Usage? usage, long nanodollars)
    {
        var tokens = usage is { } used ? used.Input + used.CacheWrite + used.Output : 0;
        Leave(new Holding(nanodollars, tokens));
    }

    public void Dispose() => Leave(default);

    private void Leave(Holding used)
    {
        if (_entered)
        {
            _entered = false;
            allowance.Settle(_held, used, arrived);
            allowance.Leave();
        }
    }
}
