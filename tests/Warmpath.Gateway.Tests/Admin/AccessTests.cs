using System.Net;
using System.Net.Http.Headers;

namespace Warmpath.Gateway.Tests.Admin;

public class AccessTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("an-admin-token-for-test")]
    [InlineData("an-admin-token-for-testsx")]
    [InlineData("Ⓐ")]
    public async Task Without_the_admin_token_nothing_opens(string? token)
    {
        await using var host = await AdminHost.StartAsync();
        host.Http.DefaultRequestHeaders.Authorization = null;
        if (token is not null)
        {
            host.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + Uri.EscapeDataString(token));
        }

        foreach (var path in new[] { "keys", "status", "nothing/here" })
        {
            using var response = await host.Http.GetAsync(path);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
        }
    }

    [Fact]
    public async Task A_virtual_key_opens_no_admin_call()
    {
        await using var host = await AdminHost.StartAsync();
        var (_, client) = await host.PostAsync("clients", """{"name":"ada"}""");
        host.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", client["token"]!.GetValue<string>());

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.GetAsync("keys")).Status);
    }

    [Theory]
    [InlineData("GET", "nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "../v2/keys", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "status", HttpStatusCode.MethodNotAllowed)]
    [InlineData("PUT", "keys", HttpStatusCode.MethodNotAllowed)]
    public async Task What_there_is_not_is_told_as_a_problem(string method, string path, HttpStatusCode expected)
    {
        await using var host = await AdminHost.StartAsync();
        var (status, problem) = await host.SendAsync(new HttpMethod(method), path, null);

        Assert.Equal(expected, status);
        Assert.NotNull(problem["title"]);
    }

    [Theory]
    [InlineData("PUT", "keys", "GET", "POST")]
    [InlineData("POST", "keys/key_1", "DELETE", "GET", "PATCH")]
    [InlineData("GET", "clients/client_1/rotate", "POST")]
    [InlineData("DELETE", "requests/wreq_1", "GET")]
    public async Task A_method_that_a_path_does_not_have_is_told_beside_those_that_it_has(string method, string path, params string[] allowed)
    {
        await using var host = await AdminHost.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await host.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(allowed, response.Content.Headers.Allow);
    }

    [Fact]
    public async Task A_body_above_one_mebibyte_is_refused()
    {
        await using var host = await AdminHost.StartAsync();
        var (status, _) = await host.PostAsync("keys", $$"""{"name":"{{new string('x', 1024 * 1024)}}"}""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
    }

    [Fact]
    public async Task A_body_that_is_larger_than_the_server_reads_is_refused_before_it_is_sent()
    {
        await using var host = await AdminHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Http.BaseAddress!, "keys")) { Content = new ByteArrayContent(new byte[40_000_000]) };
        request.Headers.ExpectContinue = true;
        using var response = await host.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_description_is_open_and_tells_every_call_with_a_summary()
    {
        await using var host = await AdminHost.StartAsync();
        host.Http.DefaultRequestHeaders.Authorization = null;
        var (status, document) = await host.GetAsync("openapi.json");

        Assert.Equal(HttpStatusCode.OK, status);
        var paths = document["paths"]!.AsObject();
        foreach (var path in new[] { "/keys", "/keys/{id}", "/keys/{id}/test", "/clients", "/status", "/sessions", "/sessions/{id}", "/requests", "/settings", "/catalog", "/events" })
        {
            Assert.True(paths.ContainsKey("/admin/api/v1" + path), path);
        }

        Assert.All(paths.SelectMany(path => path.Value!.AsObject()), call => Assert.NotEmpty(call.Value!["summary"]!.GetValue<string>()));
        Assert.NotNull(paths["/admin/api/v1/keys"]!["post"]!["requestBody"]);
        Assert.All(
            paths.SelectMany(path => path.Value!.AsObject()).SelectMany(call => call.Value!["parameters"]?.AsArray() ?? []),
            parameter => Assert.True(char.IsAsciiLetterLower(parameter!["name"]!.GetValue<string>()[0]), parameter.ToJsonString()));
        Assert.Equal("bearer", document["components"]!["securitySchemes"]!["adminToken"]!["scheme"]!.GetValue<string>());
    }

    [Fact]
    public async Task Probes_and_metrics_need_no_token()
    {
        await using var host = await AdminHost.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(host.Url) };

        Assert.Equal("ok\n", await http.GetStringAsync("/healthz"));
        Assert.Equal("ready\n", await http.GetStringAsync("/readyz"));
        Assert.Contains("warmpath_keys{", await http.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_tokens_are_slowed_and_told_when_to_come_again()
    {
        await using var host = await AdminHost.StartAsync();
        using var guesser = new HttpClient { BaseAddress = host.Http.BaseAddress };
        guesser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "guess");
        HttpResponseMessage answer;
        var tries = 0;
        do
        {
            answer = await guesser.GetAsync("keys");
        }
        while (answer.StatusCode == HttpStatusCode.Unauthorized && ++tries < 20);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter?.Delta);
        Assert.Equal(5, tries);
        Assert.Equal(6, host.Log.Lines.Count(line => line.Contains("wrong admin token", StringComparison.Ordinal) && line.Contains("127.0.0.1", StringComparison.Ordinal)));
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains("guess", StringComparison.Ordinal));
    }
}
