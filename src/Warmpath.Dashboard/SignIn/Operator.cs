using Microsoft.AspNetCore.Components.Authorization;
using Radzen;
using Warmpath.Dashboard.Live;
using Warmpath.Dashboard.Shell;
using Warmpath.Storage;

namespace Warmpath.Dashboard.SignIn;

/// <summary>The person before an open page, asked before every change: pages hide what a viewer may not do, this refuses it.</summary>
/// <remarks>One per circuit. Every change that a page makes goes through <see cref="ActAsync{T}"/>.</remarks>
public sealed class Operator(AuthenticationStateProvider state, FleetFeed feed, NotificationService notifications)
{
    /// <summary>Who it is, for the events.</summary>
    public const string Name = "admin, dashboard";

    /// <summary>True when the person may change things now: the session holds, and it is an administrator's.</summary>
    public async Task<bool> MayChangeAsync() => (await state.GetAuthenticationStateAsync()).User.IsInRole(Roles.Admin);

    /// <summary>Makes a change, if the person may.</summary>
    /// <exception cref="UnauthorizedAccessException">The person may not, or no longer.</exception>
    /// <exception cref="OperationCanceledException">The store refused, and the person was told; a page's handler ends with it, and the page goes on.</exception>
    public async Task<T> ActAsync<T>(Func<Task<T>> change)
    {
        if (!await MayChangeAsync())
        {
            throw new UnauthorizedAccessException("Only administrators may change things here.");
        }

        try
        {
            var changed = await change();
            feed.Refresh();
            return changed;
        }
        catch (StoreException trouble)
        {
            notifications.Warn(trouble.Message);
            throw new OperationCanceledException("The store refused the change.", trouble);
        }
    }
}
