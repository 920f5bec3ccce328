using System.Security.Claims;
using Warmpath.Gateway.Admin.Access;

namespace Warmpath.Dashboard.SignIn;

/// <summary>Who is signed in to the dashboard, by which right, and for how long.</summary>
/// <remarks>
/// A session lives in its cookie alone. It carries the mark of the secret that opened it, and holds as long as that secret does:
/// a replaced admin token or a changed password ends its sessions, open pages included.
/// </remarks>
public sealed class Sessions(AdminAccess token, Passwords passwords)
{
    public const string Scheme = "dashboard";

    private const string MarkClaim = "warmpath:mark";

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

    /// <summary>False once the secret behind a session is no longer in force.</summary>
    public bool Holds(ClaimsPrincipal person)
    {
        var mark = person.FindFirstValue(MarkClaim);
        return mark is not null && (person.IsInRole(Roles.Admin) && token.Honours(mark) || passwords.Honours(mark, person.FindFirstValue(ClaimTypes.Role)));
    }

    private static ClaimsPrincipal Person(string role, string mark) =>
        new(new ClaimsIdentity([new(ClaimTypes.Name, role), new(ClaimTypes.Role, role), new(MarkClaim, mark)], Scheme));
}
