using System.Globalization;
using System.Security.Claims;
using Warmpath.Gateway.Admin.Access;

namespace Warmpath.Dashboard.SignIn;

/// <summary>Who is signed in to the dashboard, by which right, and for how long.</summary>
/// <remarks>
/// A session lives in its cookie alone. It carries the mark of the secret that opened it and the moment of its end, and holds until then as long
/// as that secret does: a replaced admin token or a changed password ends its sessions. Open pages end with it.
/// </remarks>
public sealed class Sessions(AdminAccess token, Passwords passwords, TimeProvider time)
{
    public const string Scheme = "dashboard";

    /// <summary>However much somebody does meanwhile: a session is not made longer.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromHours(12);

    private const string MarkClaim = "warmpath:mark";
    private const string EndClaim = "warmpath:end"; // Unix time in milliseconds

    /// <summary>A secret was replaced: sessions may have ended.</summary>
    public event Action? Changed
    {
        add => passwords.Changed += value;
        remove => passwords.Changed -= value;
    }

    /// <returns>The person that the secret makes of who sends it; null for a wrong one.</returns>
    public async Task<ClaimsPrincipal?> OpenAsync(string secret, CancellationToken cancellationToken) =>
        token.MarkOf(secret) is { } mark ? Person(Roles.Admin, mark)
        : await passwords.FindAsync(secret, cancellationToken) is var (role, passwordMark) ? Person(role, passwordMark)
        : null;

    /// <summary>False once a session's time is over or the secret behind it no longer in force.</summary>
    public bool Holds(ClaimsPrincipal person)
    {
        var mark = person.FindFirstValue(MarkClaim);
        return mark is not null && Left(person) > TimeSpan.Zero && (person.IsInRole(Roles.Admin) && token.Honours(mark) || passwords.Honours(mark, person.FindFirstValue(ClaimTypes.Role)));
    }

    /// <summary>Until a session's end; zero or less when it is over, or nobody's.</summary>
    public TimeSpan Left(ClaimsPrincipal person) =>
        long.TryParse(person.FindFirstValue(EndClaim), CultureInfo.InvariantCulture, out var end)
            ? TimeSpan.FromMilliseconds(end - time.GetUtcNow().ToUnixTimeMilliseconds())
            : TimeSpan.Zero;

    private ClaimsPrincipal Person(string role, string mark)
    {
        var end = (time.GetUtcNow() + Length).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return new(new ClaimsIdentity([new(ClaimTypes.Name, role), new(ClaimTypes.Role, role), new(MarkClaim, mark), new(EndClaim, end)], Scheme));
    }
}
