using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;

namespace Warmpath.Routing.Baselines;

/// <summary>teamclaude: waits out a short limit on the account that it has, switches only when a quota is spent (field-notes.md 2.3).</summary>
/// <remarks>
/// It pauses whole accounts, whichever model met the limit. API keys have no weekly reset and no <c>unified</c> status: see <see cref="Assumptions"/>.
/// </remarks>
/// <param name="distributesSessions">A session goes to the account with the fewest sessions active within the hour; else one account serves all.</param>
/// <param name="hold">How long a request is held when every account's quota is spent; none unless set (<c>holdSeconds</c>).</param>
internal sealed class TeamClaudeRouter(IReadOnlyList<KeyConfig> keys, bool distributesSessions, TimeSpan hold = default)
    : BaselineRouter(keys, rowsAreKeys: true)
{
    /// <summary>What it does not document for API keys, and this takes it to do.</summary>
    public static readonly string[] Assumptions =
    [
        "accounts come in the order given",
        "a 402 stands for the spent quota, for an hour where no retry-after ends it",
        "other errors than 402 and 429 go to the client",
        "nothing is held once every quota is spent",
    ];

    private static readonly TimeSpan SessionLife = TimeSpan.FromHours(1);
    private static readonly TimeSpan QuotaLife = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RampStep = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RampLength = TimeSpan.FromSeconds(30);

    private readonly SessionPins _pins = new();
    private readonly Dictionary<KeyState, Account> _accounts = [];
    private KeyState? _current;

    protected override KeyState? Pick(Course course, DateTimeOffset now)
    {
        if (Choose(course, now) is not { } row)
        {
            WaitOrTell(course, course.Rows.Min(candidate => AccountOf(candidate).SpentUntil), hold, now);
            return null;
        }

        var account = AccountOf(row);
        if (account.OpensAt > now)
        {
            WaitOrTell(course, account.OpensAt, LongestPause, now);
            return null;
        }

        var open = now - account.OpensAt;
        if (open < RampLength && row.InFlight >= 1 + (int)(open / RampStep))
        {
            course.NotBefore = account.OpensAt + (RampStep * ((int)(open / RampStep) + 1));
            return null;
        }

        return row;
    }

    protected override NextStep Refused(Course course, KeyState row, UpstreamFailure failure, DateTimeOffset now)
    {
        var account = AccountOf(row);
        if (failure.Status == 402)
        {
            account.SpentUntil = now + (failure.RetryAfter ?? QuotaLife);
            return NextStep.DecideAgain;
        }

        // Without headers it is this request's problem only.
        if (failure.Status != 429 || failure.RetryAfter is not { } pause)
        {
            return NextStep.ReturnAnswer;
        }

        account.OpensAt = now + pause > account.OpensAt ? now + pause : account.OpensAt;
        return pause <= LongestPause ? NextStep.DecideAgain : NextStep.ReturnAnswer;
    }

    private KeyState? Choose(Course course, DateTimeOffset now)
    {
        var before = distributesSessions ? course.RowOf(_pins.Find(course.Request, now)) : _current;
        if (before is not null && IsLeft(before, now))
        {
            Remember(course.Request, before, now);
            return before;
        }

        var left = course.Rows.Where(row => IsLeft(row, now));
        var next = distributesSessions ? left.MinBy(row => _pins.Count(row.Config.Id, now)) : left.FirstOrDefault();
        if (next is not null)
        {
            if (before is not null)
            {
                AccountOf(next).OpensAt = now; // all who switch arrive at once: they are let in slowly
            }

            Remember(course.Request, next, now);
        }

        return next;
    }

    private void Remember(RoutingRequest request, KeyState row, DateTimeOffset now)
    {
        if (distributesSessions)
        {
            _pins.Set(request, row.Config.Id, SessionLife, now);
        }
        else
        {
            _current = row;
        }
    }

    private static void WaitOrTell(Course course, DateTimeOffset until, TimeSpan longest, DateTimeOffset now)
    {
        if (until - now <= longest)
        {
            course.NotBefore = until;
        }
        else
        {
            course.ClientRetryAfter = until - now;
        }
    }

    private bool IsLeft(KeyState row, DateTimeOffset now) => AccountOf(row).SpentUntil <= now;

    private Account AccountOf(KeyState row) => _accounts.TryGetValue(row, out var known) ? known : _accounts[row] = new Account();

    private sealed class Account
    {
        public DateTimeOffset SpentUntil { get; set; }

        /// <summary>The end of the latest pause, or when others switched to it; from here on the waiting are let out slowly.</summary>
        public DateTimeOffset OpensAt { get; set; }
    }
}
