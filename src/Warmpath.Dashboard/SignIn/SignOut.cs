using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Warmpath.Dashboard.SignIn;

/// <summary><c>POST /sign-out</c>: ends the session of this browser.</summary>
internal static class SignOut
{
    public static void MapSignOut(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sign-out", Leave).ExcludeFromDescription().RequireAuthorization(Sessions.Scheme);

    private static async Task<Results<RedirectHttpResult, BadRequest>> Leave(HttpContext context, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.BadRequest();
        }

        await context.SignOutAsync(Sessions.Scheme);
        return TypedResults.LocalRedirect("/sign-in");
    }
}
