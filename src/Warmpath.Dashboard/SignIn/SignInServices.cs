using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Warmpath.Dashboard.SignIn;

/// <summary>Registers how people sign in: an encrypted cookie, asked at every request whether its session still holds.</summary>
internal static class SignInServices
{
    public static void AddSignIn(this IServiceCollection services)
    {
        services.AddAuthentication(Sessions.Scheme).AddCookie(Sessions.Scheme, options =>
        {
            options.Cookie.Name = "warmpath-session";
            options.Cookie.HttpOnly = true;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;

            // Lax, so that a link to a session's page works from a chat: a GET changes nothing here, every POST carries an
            // anti-forgery token, and live connections are checked for their origin.
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.ExpireTimeSpan = Sessions.Length;
            options.SlidingExpiration = false;
            options.LoginPath = "/sign-in";
            options.AccessDeniedPath = "/sign-in";
            options.Events.OnValidatePrincipal = context =>
            {
                if (!context.HttpContext.RequestServices.GetRequiredService<Sessions>().Holds(context.Principal!)) // a valid cookie has one
                {
                    context.RejectPrincipal();
                }

                return Task.CompletedTask;
            };
        });
        services.AddAuthorizationBuilder().AddPolicy(
            Sessions.Scheme, policy => policy.AddAuthenticationSchemes(Sessions.Scheme).RequireRole(Roles.Admin, Roles.Viewer));
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "warmpath-form";
            options.SuppressXFrameOptionsHeader = true; // the content security policy says it
        });
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, SessionState>().AddScoped<Operator>();
    }
}
