using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Warmpath.Dashboard.SignIn;

/// <summary>Who sits before an open page. When the secret behind the session is replaced, nobody does, and the page goes to sign-in.</summary>
internal sealed class SessionState : ServerAuthenticationStateProvider, IDisposable
{
    private static readonly Task<AuthenticationState> Nobody = Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity())));

    private readonly Sessions _sessions;

    public SessionState(Sessions sessions)
    {
        _sessions = sessions;
        _sessions.Changed += Check;
    }

    public override async Task<AuthenticationState> GetAuthenticationStateAsync()
    {
        var state = await base.GetAuthenticationStateAsync();
        return _sessions.Holds(state.User) ? state : await Nobody;
    }

    public void Dispose() => _sessions.Changed -= Check;

    private void Check() => NotifyAuthenticationStateChanged(GetAuthenticationStateAsync());
}
