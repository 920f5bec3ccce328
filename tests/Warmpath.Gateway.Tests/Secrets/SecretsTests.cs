using System.Text;

using Warmpath.Gateway.Tests.Admin;
using Warmpath.Gateway.Tests.Hosting;

namespace Warmpath.Gateway.Tests.Secrets;

/// <summary>Marked secrets and a marked prompt through every way that a request can end, and then a look at everything that comes out.</summary>
public class SecretsTests
{
    private const string ProviderSecret = "sk-ant-api03-MARKED-SECRET-OF-THE-PROVIDER-9f2c";
    private const string PromptText = "MARKED-WORDS-OF-THE-PROMPT-51aa";

    private const string Prompt =
        $$"""{"model":"claude-sonnet-5-5","max_tokens":10,"messages":[{"role":"user","content":"{{PromptText}}"}]}""";

    private const string StreamedPrompt =
        $$"""{"model":"claude-sonnet-5-5","stream":true,"max_tokens":10,"messages":[{"role":"user","content":"{{PromptText}}"}]}""";

    [Fact]
    public async Task No_secret_and_no_word_of_a_prompt_comes_out_anywhere_whatever_goes_wrong()
    {
        var script = new Queue<Func<UpstreamRequest, Wire, Task>>();
        await using var upstream = new FakeUpstream((request, wire) =>
        {
            lock (script)
            {
                return (script.TryDequeue(out var next) ? next : Answers[0])(request, wire);
            }
        });
        await using var host = await AdminHost.StartAsync();
        var (_, client) = await host.PostAsync("clients", """{"name":"ada"}""");
        var virtualKey = client["token"]!.GetValue<string>();
        var heard = new StringBuilder();

        // The ways of the data plane: each answer of an upstream, with the key added anew so that its state never stands in the way.
        foreach (var answer in Answers)
        {
            var (_, key) = await host.PostAsync("keys", $$"""{"name":"team","provider":"anthropic","secret":"{{ProviderSecret}}","baseUrl":"{{upstream.Url}}"}""");
            lock (script)
            {
                script.Clear();
                Enumerable.Range(0, 3).ToList().ForEach(_ => script.Enqueue(answer));
            }

            await host.PatchAsync("settings", """{"maximumWaitSeconds":0}""");
            heard.Append(await SendAsync(host, virtualKey, Prompt)).Append(await SendAsync(host, virtualKey, StreamedPrompt));
            heard.Append((await host.GetAsync("status")).Body.ToJsonString()).Append((await host.GetAsync("keys")).Body.ToJsonString());
            heard.Append((await host.PostAsync($"keys/{key["id"]}/test", "{}")).Body.ToJsonString());
            await host.SendAsync(HttpMethod.Delete, $"keys/{key["id"]}", null);
        }

        // The ways of the admin API: secrets in fields where they do not belong, and broken bodies around them.
        foreach (var body in new[]
        {
            $$"""{"name":"x","provider":"{{ProviderSecret}}","secret":"{{ProviderSecret}}"}""",
            $$"""{"name":"x","provider":"anthropic","secret":"{{ProviderSecret}} with a blank"}""",
            $$"""{"name":"x","provider":"anthropic","secret":["{{ProviderSecret}}"]}""",
            $$"""{"name":"x","provider":"anthropic","secret":"{{ProviderSecret}}","limits":7}""",
            $$"""{"name":"x","provider":"anthropic","secret":"{{ProviderSecret}}" """,
            $$"""{"name":"x","provider":"anthropic","secret":"{{ProviderSecret}}","secret":"{{ProviderSecret}}"}""",
            $$"""{"name":"x","provider":"anthropic","secret":"{{ProviderSecret}}","baseUrl":"http://{{ProviderSecret}}@h/"}""",
        })
        {
            heard.Append((await host.PostAsync("keys", body)).Body.ToJsonString());
        }

        heard.Append(await SendAsync(host, virtualKey + "x", Prompt)).Append(await SendAsync(host, virtualKey, Prompt[..^2]));
        foreach (var list in new[] { "clients", "requests", "sessions", "events", "settings", "catalog", "openapi.json", "status" })
        {
            heard.Append((await host.GetAsync(list)).Body.ToJsonString());
        }

        heard.Append(await host.Http.GetStringAsync(new Uri(host.Url + "/metrics"))).Append(string.Join('\n', host.Log.Lines));
        AssertClean("an answer, the metrics or the log", heard.ToString(), virtualKey);
        AssertClean("the store", Encoding.Latin1.GetString(await ReadStoreAsync(host)), virtualKey);
    }

    private static readonly Func<UpstreamRequest, Wire, Task>[] Answers =
    [
        (_, wire) => wire.AnswerAsync(200, Prompts.Answer),
        (_, wire) => wire.StreamAsync(Prompts.WholeStream),
        (_, wire) => wire.StreamAsync(Prompts.Start, Prompts.Content),
        (_, wire) => wire.StreamAsync(Prompts.Overloaded),
        (_, wire) => wire.AnswerAsync(400, Prompts.Error("invalid_request_error")),
        (_, wire) => wire.AnswerAsync(401, Prompts.Error("authentication_error", "invalid x-api-key")),
        (_, wire) => wire.AnswerAsync(402, Prompts.Error("billing_error")),
        (_, wire) => wire.AnswerAsync(403, Prompts.Error("permission_error")),
        (_, wire) => wire.AnswerAsync(404, Prompts.Error("not_found_error", "model: claude-sonnet-5-5")),
        (_, wire) => wire.AnswerAsync(429, Prompts.Error("rate_limit_error"), "retry-after: 30\r\n"),
        (_, wire) => wire.AnswerAsync(500, "<html>oops</html>", type: "text/html"),
        (_, wire) => wire.AnswerAsync(529, Prompts.Error("overloaded_error")),
        (_, wire) => wire.AnswerAsync(302, "", "location: http://elsewhere.example/\r\n"),
        (_, wire) => wire.SendAsync("this is no HTTP\r\n\r\n"),
        (_, wire) =>
        {
            wire.Reset();
            return Task.CompletedTask;
        },
    ];

    private static async Task<string> SendAsync(AdminHost host, string virtualKey, string body)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Url + "/v1/messages") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("x-api-key", virtualKey);
        try
        {
            using var response = await http.SendAsync(request);
            return response + await response.Content.ReadAsStringAsync();
        }
        catch (HttpRequestException broken)
        {
            return broken.ToString();
        }
    }

    private static async Task<byte[]> ReadStoreAsync(AdminHost host)
    {
        var all = new MemoryStream();
        foreach (var file in Directory.EnumerateFiles(host.Folder).Where(file => !file.EndsWith(".key", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            await stream.CopyToAsync(all);
        }

        Assert.True(all.Length > 10_000);
        return all.ToArray();
    }

    private static void AssertClean(string where, string text, string virtualKey)
    {
        foreach (var secret in new[] { ProviderSecret, PromptText, virtualKey, AdminHost.Token })
        {
            var at = text.IndexOf(secret, StringComparison.Ordinal);
            Assert.True(at < 0, at < 0 ? "" : $"{where} tells a secret: …{text[Math.Max(0, at - 200)..at]}[here]");
        }
    }
}
