using System.Net;
using Warmpath.Gateway.Admin;

namespace Warmpath.Cli.Doctor;

/// <summary>Whether providers can be reached from here, and whether their clock and ours agree.</summary>
internal static class UpstreamCheck
{
    // Warmth is reckoned in minutes: a clock that is off by more than this misleads people who compare logs.
    private static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(30);

    public static async IAsyncEnumerable<Finding> RunAsync(IEnumerable<string> baseUrls, string? proxy, TimeProvider time)
    {
        using var http = new HttpClient(Handler(proxy)) { Timeout = TimeSpan.FromSeconds(10) };
        foreach (var url in baseUrls)
        {
            yield return await AskAsync(http, url, time);
        }
    }

    // As the gateway does it: no proxy but the named one.
    private static SocketsHttpHandler Handler(string? proxy) => new()
    {
        AllowAutoRedirect = false, UseProxy = proxy is not null, Proxy = proxy is null ? null : new WebProxy(proxy),
    };

    private static async Task<Finding> AskAsync(HttpClient http, string url, TimeProvider time)
    {
        try
        {
            // Any answer will do, a refusal too: no key is sent along.
            using var response = await http.GetAsync(url + "/v1/models", HttpCompletionOption.ResponseHeadersRead);
            var skew = response.Headers.Date is { } theirs ? (time.GetUtcNow() - theirs).Duration() : TimeSpan.Zero;
            return skew <= MostSkew
                ? new("upstream", Severity.Good, $"{url} answers, and its clock and this one agree.")
                : new("clock", Severity.Fault, $"this machine's clock and that of {url} differ by {Plain.Span(skew)}.", "Switch time synchronisation on (timedatectl set-ntp true).");
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or UriFormatException)
        {
            return new("upstream", Severity.Fault, $"{url} does not answer.", "Check DNS, firewall and proxy between this machine and it, or the key's base URL.");
        }
    }
}
