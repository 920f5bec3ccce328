using Microsoft.AspNetCore.Components.Authorization;
using Warmpath.Dashboard.Live;

namespace Warmpath.Dashboard.SignIn;

/// <summary>The person before an open page, asked before every change: pages hide what a viewer may not do, this refuses it.</summary>
/// <remarks>One per circuit. Every change that a page makes goes through <see cref="ActAsync{T}"/>.</remarks>
public sealed class Operator(AuthenticationStateProvider state, FleetFeed feed)
{
    /// <summary>Who it is, for the events.</summary>
    public const string Name = "admin, dashboard";

    /// <summary>True when the person may change things now: the session holds, and it is an administrator's.</summary>
    public async Task<bool> MayChangeAsync() => (await state.GetAuthenticationStateAsync()).User.IsInRole(Roles.Admin);

    /// <summary>Makes a change, if the person may.</summary>
    /// <exception cref="UnauthorizedAccessException">The person may not, or no longer.</exception>
    public async Task<T> ActAsync<T>(Func<Task<T>> change)
    {
        if (!await MayChangeAsync())
        {
            throw new UnauthorizedAccessException("Only administrators may change things here.");
        }

        var changed = await change();
        feed.Refresh();
        return changed;
    }
}
