using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Warmpath.Gateway.Admin.Access;

namespace Warmpath.Dashboard.SignIn;

/// <summary>Takes the admin token or a password for a cookie.</summary>
public partial class SignInPage(Sessions sessions, FailedSignIns failed, NavigationManager navigation, ILogger<SignInPage> logger)
{
    private string? _fault;

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [SupplyParameterFromForm]
    public string? Secret { get; set; }

    /// <summary>The page that was asked for.</summary>
    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    protected override void OnInitialized()
    {
        if (HttpMethods.IsGet(Http.Request.Method) && Http.User.Identity?.IsAuthenticated == true)
        {
            navigation.NavigateTo("/");
        }
    }

    private async Task SubmitAsync()
    {
        var source = Http.Connection.RemoteIpAddress;
        if (failed.WaitOf(source) is { } wait)
        {
            var seconds = (int)Math.Ceiling(wait.TotalSeconds);
            Http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            Http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            _fault = $"Too many wrong tries from your address. Try again in {seconds} s.";
            return;
        }

        failed.Failed(source); // until it proves right, so that many tries at once do not slip through together
        if (await sessions.OpenAsync(Secret ?? "", Http.RequestAborted) is { } person)
        {
            failed.Succeeded(source);
            logger.SignedIn(person.FindFirstValue(ClaimTypes.Role), source);
            await Http.SignInAsync(Sessions.Scheme, person);
            navigation.NavigateTo(IsOurs(ReturnUrl) ? ReturnUrl! : "/"); // checked to be there
        }
        else
        {
            logger.SecretWasWrong(source);
            Http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            _fault = "That is neither the admin token nor a password of this gateway.";
        }
    }

    // A path of this gateway and nothing that a browser would take for another host.
    private static bool IsOurs(string? url) =>
        url is ['/', ..] && !url.StartsWith("//", StringComparison.Ordinal) && !url.Contains('\\') && !url.Any(char.IsControl);
}
