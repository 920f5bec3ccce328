using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace Warmpath.Pages;

/// <summary>One client that sends small requests one after the other.</summary>
internal sealed class Requests : IDisposable
{
    private static readonly byte[] Body =
        Encoding.UTF8.GetBytes("""{"model":"claude-sonnet-5-5","max_tokens":64,"messages":[{"role":"user","content":"[[tokens: 5]]"}]}""");

    private readonly HttpClient _http;

    public Requests(string url, string token)
    {
        _http = new HttpClient { BaseAddress = new Uri(url) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _http.DefaultRequestHeaders.Add("anthropic-version", "2023-06-01");
    }

    public void Dispose() => _http.Dispose();

    public async Task<Spread> MeasureAsync(int requests)
    {
        List<double> durations = [];
        for (var request = 0; request < requests; request++)
        {
            using var content = new ByteArrayContent(Body) { Headers = { ContentType = new("application/json") } };
            var started = Stopwatch.GetTimestamp();
            using var answer = await _http.PostAsync("/v1/messages", content);
            answer.EnsureSuccessStatusCode();
            durations.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return new Spread(durations);
    }
}
