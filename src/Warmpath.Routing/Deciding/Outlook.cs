using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;

namespace Warmpath.Routing.Deciding;

/// <summary>What stands in the way of a request that no key can serve in time: the refusal follows from it.</summary>
internal sealed class Outlook
{
    private (RefusalKind Kind, DateTimeOffset At)? _soonest;
    private DateTimeOffset _restsUntil;

    /// <summary>A key that is fit but was refused this model; the first by id.</summary>
    public KeyState? LacksModel { get; set; }

    /// <summary>A key could serve, but too late.</summary>
    public bool IsLate => _soonest is not null;

    /// <summary>The key of an upstream that rests beyond the request's deadline: the first to be tried all the same, should there be no other.</summary>
    public KeyState? LastResort { get; private set; }

    /// <summary>The key's upstream rests until then, for as much as one may guess.</summary>
    public void Rests(KeyState key, RefusalKind kind, DateTimeOffset until)
    {
        if (LastResort is null || until < _restsUntil)
        {
            (LastResort, _restsUntil) = (key, until);
        }

        Late(kind, until);
    }

    /// <summary>A key could serve, but only then. Of all, the one that ends soonest decides the answer.</summary>
    public void Late(RefusalKind kind, DateTimeOffset at)
    {
        if (_soonest is null || at < _soonest.Value.At)
        {
            _soonest = (kind, at);
        }
    }

    /// <summary>No key opens the workspace that alone could serve the request.</summary>
    public static Refusal NobodyOpens(Maker maker) => new(
        RefusalKind.NoUsableKey,
        $"No provider key opens the workspace {maker.WorkspaceId ?? "of the key " + maker.Key} any more, which made what this request uses: add one with `warmpath key add`.",
        null);

    /// <param name="keys">Those whose workspaces may have what the request needs.</param>
    /// <param name="provider">Whose keys they are.</param>
    public Refusal Refusal(IEnumerable<KeyState> keys, string provider, DateTimeOffset now)
    {
        if (_soonest is not { } soonest)
        {
            return new(RefusalKind.NoUsableKey, NoUsableKey(keys, provider, now), null);
        }

        var wait = soonest.At > now ? soonest.At - now : TimeSpan.Zero;
        return soonest.Kind switch
        {
            RefusalKind.Limited => new(soonest.Kind, $"Every organization's rate limit is used up; the first can serve this request in {Plain(wait)}.", wait),
            RefusalKind.Overloaded => new(soonest.Kind, "Every upstream is overloaded at the moment. Try again in a few seconds.", wait),
            _ => new(RefusalKind.Unreachable, "No upstream could be reached: every key was tried. Check the gateway's network and the keys' base URLs.", wait),
        };
    }

    private static string NoUsableKey(IEnumerable<KeyState> keys, string provider, DateTimeOffset now)
    {
        var out_ = keys.Select(key => (key.Config.Name, State: key.Status(now))).OrderBy(k => k.Name, StringComparer.Ordinal).ToList();
        if (out_.Count == 0)
        {
            return $"The gateway has no key of {Providers.NameOf(provider)} for this request: add one with `warmpath key add{(provider == Providers.Anthropic ? "" : " --provider " + provider)}`.";
        }

        var listed = string.Join("; ", out_.Take(10).Select(k => $"{Printable(k.Name)} is {Word(k.State.Status)}{(k.State.Reason is { } why ? $" ({why})" : "")}"));
        var more = out_.Count > 10 ? $"; and {out_.Count - 10} more" : "";
        return $"No provider key can serve this request: {listed}{more}. See `warmpath key list`; a person has to act.";
    }

    private static string Word(KeyStatus status) => status switch
    {
        KeyStatus.OutOfCredit => "out of credit",
        KeyStatus.Invalid => "invalid",
        var other => other.ToString().ToLowerInvariant(),
    };

    // The message travels in JSON and may be shown in a terminal.
    private static string Printable(string name) => new([.. name.Take(60).Select(c => char.IsControl(c) ? '?' : c)]);

    private static string Plain(TimeSpan wait) => wait.TotalSeconds < 90
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Math.Ceiling(wait.TotalSeconds)} s")
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Math.Ceiling(wait.TotalMinutes)} min");
}
