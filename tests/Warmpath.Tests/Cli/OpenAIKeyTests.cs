using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Warmpath.Tests.Cli;

public class OpenAIKeyTests
{
    private const string Secret = "sk-proj-AbCdEfGhIjKlMnOpQrStUvWxYz";

    [Fact]
    public async Task A_key_of_openai_is_added_checked_listed_and_looked_at_by_the_doctor()
    {
        var asked = new ConcurrentQueue<string>();
        await using var openAI = await ServeAsync(asked);
        await using var fleet = await Fleet.StartAsync();
        await fleet.AddKeyAsync("acme");
        await fleet.Terminal.RunAsync(["key", "list"]);
        Assert.DoesNotContain("Provider", fleet.Terminal.Out, StringComparison.Ordinal);

        var url = openAI.Urls.Single();
        Assert.Equal(0, await fleet.Terminal.RunAsync(["key", "add", "gpt", "--provider", "openai", "--secret-stdin", "--workspace", "proj_1", "--base-url", url + "/v1"], Secret));
        Assert.StartsWith("gpt (OpenAI, sk-proj-…WxYz) is healthy.\n  organization: globex\n  project:      proj_1\n", fleet.Terminal.Out, StringComparison.Ordinal);
        Assert.Equal($"GET /v1/models Bearer {Secret} proj_1", Assert.Single(asked));

        Assert.Equal(0, await fleet.Terminal.RunAsync(["key", "list"]));
        Assert.Contains("OpenAI", Assert.Single(fleet.Terminal.Out.Split('\n'), line => line.Contains("gpt", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("Anthropic", Assert.Single(fleet.Terminal.Out.Split('\n'), line => line.Contains("acme", StringComparison.Ordinal)), StringComparison.Ordinal);

        // Without a credential: the provider refuses it, and that is an answer.
        asked.Clear();
        Assert.Equal(0, await fleet.Terminal.RunAsync(["doctor"]));
        Assert.Contains($"{url} answers", fleet.Terminal.Out, StringComparison.Ordinal);
        Assert.Contains("gpt (OpenAI) is healthy", fleet.Terminal.Out, StringComparison.Ordinal);
        Assert.Equal("GET /v1/models  ", Assert.Single(asked));
    }

    [Fact]
    public async Task A_secret_that_openai_refuses_is_told()
    {
        await using var openAI = await ServeAsync([]);
        await using var fleet = await Fleet.StartAsync();

        Assert.Equal(1, await fleet.Terminal.RunAsync(["key", "add", "gpt", "--provider", "openai", "--secret", "sk-proj-other", "--base-url", openAI.Urls.Single()]));
        Assert.Contains("is invalid", fleet.Terminal.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-proj-other", fleet.Terminal.Everything, StringComparison.Ordinal);
    }

    // As much of OpenAI as a key's check and the doctor ask for (providers.md 7.2).
    private static async Task<WebApplication> ServeAsync(ConcurrentQueue<string> asked)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapFallback(async http =>
        {
            var headers = http.Request.Headers;
            asked.Enqueue($"{http.Request.Method} {http.Request.Path} {headers.Authorization} {headers["OpenAI-Project"]}");
            if (headers.Authorization != $"Bearer {Secret}")
            {
                http.Response.StatusCode = 401;
                await http.Response.WriteAsJsonAsync(new { error = new { message = "Incorrect API key provided.", type = "invalid_request_error", code = "invalid_api_key" } });
                return;
            }

            http.Response.Headers["openai-organization"] = "globex";
            http.Response.Headers["openai-project"] = "proj_1";
            await http.Response.WriteAsJsonAsync(new { @object = "list", data = Array.Empty<object>() });
        });
        await app.StartAsync();
        return app;
    }
}
