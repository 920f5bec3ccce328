using Warmpath.Storage.Clients;

namespace Warmpath.Gateway.Budgets;

/// <summary>What one client has spent and holds. Thread-safe; every question is answered at once, from memory.</summary>
/// <remarks>
/// Money and tokens are reserved before a request is sent, as they are expected, and settled to what they were when its row is made. Spent
/// and reserved together never pass a budget but by what an answer cost beyond its expectation. Spending counts for the day on which its
/// request arrived, as in the ledger, from which a restart has it back.
/// </remarks>
internal sealed class Allowance
{
    private readonly Lock _lock = new();
    private readonly Dictionary<DateOnly, long> _spentByDay = [];
    private readonly MinuteMeter _requests = new();
    private readonly MinuteMeter _tokens = new();
    private long _reserved;
    private int _inFlight;

    /// <summary>What the ledger knows of a day, in billionths of a dollar.</summary>
    public void Restore(DateOnly day, long nanodollars)
    {
        lock (_lock)
        {
            _spentByDay[day] = _spentByDay.GetValueOrDefault(day) + nanodollars;
        }
    }

    /// <summary>One more request under way, unless that is too many, too fast, or there is nothing left to spend.</summary>
    /// <returns>Null: it has entered, and must leave.</returns>
    public OverLimit? Enter(StoredClient client, DateTimeOffset now)
    {
        var (budget, limits) = (client.Options.Budget, client.Options.Limits);
        lock (_lock)
        {
            if (limits?.ConcurrentRequests is { } most && _inFlight >= most)
            {
                return OverLimit.Crowded(client.Name, most);
            }

            if (SpentOut_NeedsLock(client.Name, budget, expected: 0, besides: 0, now) is { } spent)
            {
                return spent;
            }

            if (limits?.RequestsPerMinute is { } rate)
            {
                if (_requests.DelayFor(1, rate, now) is { Ticks: > 0 } wait)
                {
                    return OverLimit.Rate(client.Name, "requests", rate, wait);
                }

                _requests.Take(1, rate, now);
            }

            _inFlight++;
            return null;
        }
    }

    /// <summary>Reserves what the request is expected to use, in place of what was reserved for an earlier attempt of it.</summary>
    /// <param name="held">What is reserved for it already.</param>
    /// <returns>Null: reserved.</returns>
    public OverLimit? Reserve(StoredClient client, Holding held, Holding wanted, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (SpentOut_NeedsLock(client.Name, client.Options.Budget, wanted.Nanodollars, held.Nanodollars, now) is { } spent)
            {
                return spent;
            }

            if (client.Options.Limits?.TokensPerMinute is { } rate)
            {
                if (_tokens.DelayFor(wanted.Tokens - held.Tokens, rate, now) is { Ticks: > 0 } wait)
                {
                    return OverLimit.Rate(client.Name, "tokens", rate, wait);
                }

                _tokens.Take(wanted.Tokens - held.Tokens, rate, now);
            }

            _reserved += wanted.Nanodollars - held.Nanodollars;
            return null;
        }
    }

    /// <summary>What the request really used takes the place of what was reserved for it.</summary>
    /// <param name="arrived">When it came: the day that it counts for.</param>
    public void Settle(Holding held, Holding used, DateTimeOffset arrived)
    {
        lock (_lock)
        {
            _reserved -= held.Nanodollars;
            _tokens.Adjust(used.Tokens - held.Tokens);
            if (used.Nanodollars > 0)
            {
                var day = SpendWindows.DayOf(arrived);
                _spentByDay[day] = _spentByDay.GetValueOrDefault(day) + used.Nanodollars;
                Forget_NeedsLock(day);
            }
        }
    }

    public void Leave()
    {
        lock (_lock)
        {
            _inFlight--;
        }
    }

    /// <summary>Billionths of a dollar, spent in the window that the moment lies in.</summary>
    public long Spent(SpendWindow window, DateTimeOffset now)
    {
        lock (_lock)
        {
            return Spent_NeedsLock(window, now);
        }
    }

    /// <summary>Billionths of a dollar reserved, and requests under way.</summary>
    public (long Reserved, int InFlight) Now
    {
        get
        {
            lock (_lock)
            {
                return (_reserved, _inFlight);
            }
        }
    }

    private OverLimit? SpentOut_NeedsLock(string client, ClientBudget? budget, long expected, long besides, DateTimeOffset now)
    {
        if (budget is null)
        {
            return null;
        }

        var reserved = _reserved - besides;
        foreach (var window in SpendWindows.All)
        {
            if (window.NanodollarsOf(budget) is not { } limit)
            {
                continue;
            }

            var spent = Spent_NeedsLock(window, now);
            if (spent >= limit || spent + expected > limit)
            {
                return OverLimit.Spent(client, window, limit, spent, expected, now);
            }

            if (spent + reserved + expected > limit)
            {
                return OverLimit.Reserved(client, window, limit, spent, reserved);
            }
        }

        return null;
    }

    private long Spent_NeedsLock(SpendWindow window, DateTimeOffset now)
    {
        var today = SpendWindows.DayOf(now);
        var (first, next) = (window.FirstDay(today), window.NextFirstDay(today));
        var sum = 0L;
        foreach (var (day, spent) in _spentByDay)
        {
            sum += day >= first && day < next ? spent : 0;
        }

        return sum;
    }

    // No window reaches back farther than two months, whatever the clock did meanwhile.
    private void Forget_NeedsLock(DateOnly today)
    {
        if (_spentByDay.Count > 70)
        {
            foreach (var day in _spentByDay.Keys.Where(day => day < today.AddDays(-62)).ToArray())
            {
                _spentByDay.Remove(day);
            }
        }
    }
}
