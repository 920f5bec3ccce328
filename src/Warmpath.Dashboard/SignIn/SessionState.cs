using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Warmpath.Dashboard.SignIn;

/// <summary>Who sits before an open page. When the session is over, nobody does, and the page goes to sign-in.</summary>
internal sealed class SessionState : ServerAuthenticationStateProvider, IDisposable
{
    private static readonly Task<AuthenticationState> Nobody = Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity())));

    private readonly Sessions _sessions;
    private readonly ITimer _end;

    public SessionState(Sessions sessions, TimeProvider time)
    {
        _sessions = sessions;
        _end = time.CreateTimer(_ => Check(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        AuthenticationStateChanged += state => _ = WaitForEndAsync(state);
        _sessions.Changed += Check;
    }

    public override async Task<AuthenticationState> GetAuthenticationStateAsync()
    {
        var state = await base.GetAuthenticationStateAsync();
        return _sessions.Holds(state.User) ? state : await Nobody;
    }

    public void Dispose()
    {
        _sessions.Changed -= Check;
        _end.Dispose();
    }

    private async Task WaitForEndAsync(Task<AuthenticationState> state)
    {
        var left = _sessions.Left((await state).User);
        if (left > TimeSpan.Zero)
        {
            _end.Change(left, Timeout.InfiniteTimeSpan);
        }
    }

    private void Check() => NotifyAuthenticationStateChanged(GetAuthenticationStateAsync());
}
