using System.Text;
using Warmpath.Mock.Http;

namespace Warmpath.Mock.Faults;

/// <summary>Plays the faults that come before an answer; those inside one are its writer's.</summary>
internal static class FaultPlayer
{
    /// <summary>Where <see cref="FaultName.Redirect301"/> points: the mock does not serve it.</summary>
    public const string RedirectPath = "/mock/redirected";

    private const string Html = "text/html";
    private const string HtmlPage = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n";

    /// <returns>Whether the call is to be answered after all.</returns>
    public static async Task<bool> PlayAsync(FaultEffect effect, Fault fault, MockCall call, TimeProvider time)
    {
        var answer = call.Answer;
        switch (effect)
        {
            case ErrorEffect failing:
                var scene = new FaultScene(fault, call.Dialect.OrganizationIdOf(call.Key), call.Log.Model, time.GetUtcNow());
                await FailAsync(call, call.Dialect.ErrorOf(failing, scene));
                return false;
            case HtmlEffect page:
                await answer.WriteAsync(page.Status, Html, Encoding.UTF8.GetBytes(HtmlPage));
                return false;
            case RedirectEffect:
                answer.Headers.Location = RedirectPath;
                await answer.WriteAsync(StatusCodes.Status301MovedPermanently, Html, []);
                return false;
            case CloseEffect:
                answer.Abort();
                return false;
            case HangEffect:
                await answer.SilenceAsync();
                return false;
            case SlowEffect:
                await Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMs), time, answer.Aborted);
                return true;
            default:
                throw new InvalidOperationException($"Nobody plays {effect.GetType().Name} before an answer.");
        }
    }

    private static Task FailAsync(MockCall call, ProviderError error)
    {
        if (error.Status == StatusCodes.Status401Unauthorized)
        {
            // Who is not let in is not told where (providers.md 1.3).
            call.Answer.Headers.Remove(call.Dialect.OrganizationHeader);
            call.Answer.Headers.Remove(call.Dialect.WorkspaceHeader);
        }

        return call.Answer.FailAsync(error);
    }
}
