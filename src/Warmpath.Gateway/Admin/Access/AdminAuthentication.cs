using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Warmpath.Gateway.Admin.Access;

/// <summary><c>Authorization: Bearer ADMIN_TOKEN</c>. Virtual keys open nothing here.</summary>
internal sealed class AdminAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, AdminAccess access, FailedSignIns failed)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Name = "admin-token";

    /// <summary>Who the bearer of the token is, for the events.</summary>
    public const string Person = "admin";

    private const string Bearer = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var source = Context.Connection.RemoteIpAddress;
        if (failed.WaitOf(source) is not null)
        {
            return Task.FromResult(AuthenticateResult.Fail("too many wrong tokens"));
        }

        if (!access.Accepts(header[Bearer.Length..].Trim()))
        {
            failed.Failed(source);
            Logger.SecretWasWrong(source);
            return Task.FromResult(AuthenticateResult.Fail("wrong admin token"));
        }

        var admin = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, Person)], Name));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(admin, Name)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (failed.WaitOf(Context.Connection.RemoteIpAddress) is { } wait)
        {
            var seconds = (int)Math.Ceiling(wait.TotalSeconds);
            Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return TypedResults.Problem(
                $"Too many wrong tokens came from this address; the next one is looked at in {seconds} s.",
                statusCode: StatusCodes.Status429TooManyRequests, title: "Too many wrong tokens").ExecuteAsync(Context);
        }

        Response.Headers.WWWAuthenticate = "Bearer realm=\"warmpath admin\"";
        return TypedResults.Problem(
            "Send the admin token as Authorization: Bearer TOKEN. It was printed at the gateway's first start; virtual keys are not accepted. "
            + "A lost one is replaced by starting the gateway with --admin-token or WARMPATH_ADMIN_TOKEN.",
            statusCode: StatusCodes.Status401Unauthorized, title: "The admin token is missing or wrong").ExecuteAsync(Context);
    }
}
