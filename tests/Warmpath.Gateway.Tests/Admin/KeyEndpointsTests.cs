using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Warmpath.Gateway.Tests.Admin;

public class KeyEndpointsTests
{
    [Fact]
    public async Task An_added_key_is_found_where_its_location_says_and_looks_as_the_contract_says()
    {
        await using var host = await AdminHost.StartAsync();
        using var response = await host.Http.PostAsync("keys", new StringContent(
            $$$"""{"name":"acme-1","provider":"anthropic","secret":"{{{AdminHost.Secret}}}","organization":"Acme","limits":{"*":{"requestsPerMinute":50}} }"""));

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var (status, key) = await host.GetAsync(response.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("acme-1", key["name"]!.GetValue<string>());
        Assert.Equal("anthropic", key["provider"]!.GetValue<string>());
        Assert.Equal("sk-ant-…WXYZ", key["hint"]!.GetValue<string>());
        Assert.Equal("https://api.anthropic.com", key["baseUrl"]!.GetValue<string>());
        Assert.Equal("healthy", key["state"]!.GetValue<string>());
        Assert.Equal(50, key["limits"]!["*"]!["requestsPerMinute"]!.GetValue<int>());
        Assert.Equal("Acme", key["organization"]!["name"]!.GetValue<string>());
        Assert.False(key["organization"]!["discovered"]!.GetValue<bool>());
        Assert.False(key["workspace"]!["discovered"]!.GetValue<bool>());
        Assert.Empty(key["blockedModels"]!.AsArray());
        Assert.NotNull(key["headroom"]);
        Assert.False(key.AsObject().ContainsKey("secret"));
        Assert.False(key.AsObject().ContainsKey("until"));
    }

    [Fact]
    public async Task Names_are_unique_among_keys_however_they_are_written()
    {
        await using var host = await AdminHost.StartAsync();
        await host.AddKeyAsync("acme");
        var other = await host.AddKeyAsync("globex");

        Assert.Equal(HttpStatusCode.Conflict, (await host.PostAsync("keys", """{"name":"ACME","provider":"anthropic","secret":"s"}""")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await host.PatchAsync($"keys/{other["id"]}", """{"name":"acme"}""")).Status);
    }

    [Fact]
    public async Task A_patch_changes_what_it_gives_and_null_clears_what_is_optional()
    {
        await using var host = await AdminHost.StartAsync();
        var id = (await host.AddKeyAsync("acme"))["id"]!.GetValue<string>();
        await host.PatchAsync($"keys/{id}", """{"workspaceId":"wrkspc_1","limits":{"*":{"requestsPerMinute":5}}}""");
        var (_, draining) = await host.PatchAsync($"keys/{id}", """{"draining":true}""");
        var (_, cleared) = await host.PatchAsync($"keys/{id}", """{"draining":false,"enabled":false,"workspaceId":null,"limits":null}""");

        Assert.Equal("draining", draining["state"]!.GetValue<string>());
        Assert.Equal("wrkspc_1", draining["workspaceId"]!.GetValue<string>());
        Assert.Equal("disabled", cleared["state"]!.GetValue<string>());
        Assert.Null(cleared["workspaceId"]);
        Assert.Null(cleared["limits"]);
        Assert.Equal("acme", cleared["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_faulty_patch_changes_nothing()
    {
        await using var host = await AdminHost.StartAsync();
        var id = (await host.AddKeyAsync("acme"))["id"]!.GetValue<string>();
        var (status, problem) = await host.PatchAsync($"keys/{id}", """{"name":"other","secret":null,"frob":null}""");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.True(problem["errors"]!.AsObject().ContainsKey("frob"));
        Assert.Equal("acme", (await host.GetAsync($"keys/{id}")).Body["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_key_stays_its_providers()
    {
        await using var host = await AdminHost.StartAsync();
        var id = (await host.AddKeyAsync("acme"))["id"]!.GetValue<string>();
        var (status, problem) = await host.PatchAsync($"keys/{id}", """{"provider":"openai"}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("remove the key", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await host.PatchAsync($"keys/{id}", """{"provider":"anthropic","name":"other"}""")).Status);
    }

    [Fact]
    public async Task Limits_that_were_right_when_they_were_given_hinder_no_other_change()
    {
        const string overlay =
            """
            {"models":[{"id":"claude-opus-9","class":"opus-9","minimumCacheTokens":512,"thinking":"none","source":"a test",
              "prices":[{"input":1,"cacheWrite5m":1,"cacheWrite1h":1,"cacheRead":1,"output":1}]}]}
            """;
        await using var host = await AdminHost.StartAsync();
        await host.SendAsync(HttpMethod.Put, "catalog", overlay);
        var id = (await host.AddKeyAsync("acme"))["id"]!.GetValue<string>();
        Assert.Equal(HttpStatusCode.OK, (await host.PatchAsync($"keys/{id}", """{"limits":{"opus-9":{"requestsPerMinute":5}}}""")).Status);
        await host.SendAsync(HttpMethod.Put, "catalog", "{}");

        Assert.Equal(HttpStatusCode.OK, (await host.PatchAsync($"keys/{id}", """{"enabled":false}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.PatchAsync($"keys/{id}", """{"limits":{"opus-9":{"requestsPerMinute":6}}}""")).Status);
    }

    [Fact]
    public async Task A_removed_key_is_gone_and_unknown_ones_are_404()
    {
        await using var host = await AdminHost.StartAsync();
        var id = (await host.AddKeyAsync("acme"))["id"]!.GetValue<string>();

        Assert.Equal(HttpStatusCode.NoContent, (await host.SendAsync(HttpMethod.Delete, $"keys/{id}", null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync($"keys/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await host.SendAsync(HttpMethod.Delete, $"keys/{id}", null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await host.PatchAsync($"keys/{id}", "{}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await host.PostAsync($"keys/{id}/test", null)).Status);
    }

    [Theory]
    [InlineData(200, "{}", "healthy")]
    [InlineData(404, """{"type":"error","error":{"type":"not_found_error","message":"model: x"}}""", "healthy")]
    [InlineData(403, """{"type":"error","error":{"type":"permission_error","message":"no access to the model"}}""", "healthy")]
    [InlineData(429, """{"type":"error","error":{"type":"rate_limit_error","message":"slow down"}}""", "healthy")]
    [InlineData(401, """{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}""", "invalid")]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API."}}""", "out_of_credit")]
    [InlineData(402, """{"type":"error","error":{"type":"billing_error","message":"pay"}}""", "out_of_credit")]
    public async Task A_test_judges_the_key_by_what_the_provider_answers(int answer, string body, string state)
    {
        await using var upstream = await CannedProvider.StartAsync(answer, body);
        await using var host = await AdminHost.StartAsync();
        var id = (await host.AddKeyAsync("acme", upstream.Url))["id"]!.GetValue<string>();
        var (status, key) = await host.PostAsync($"keys/{id}/test", null);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(state, key["state"]!.GetValue<string>());
        Assert.Equal("org-1", key["organization"]!["id"]!.GetValue<string>());
        Assert.True(key["organization"]!["discovered"]!.GetValue<bool>());
        Assert.Equal(("POST", "/v1/messages/count_tokens", AdminHost.Secret), Assert.Single(upstream.Calls));
    }

    [Fact]
    public async Task A_test_of_a_key_whose_upstream_is_not_there_says_unreachable()
    {
        await using var host = await AdminHost.StartAsync();
        var id = (await host.AddKeyAsync("acme"))["id"]!.GetValue<string>();

        Assert.Equal("unreachable", (await host.PostAsync($"keys/{id}/test", null)).Body["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_new_secret_forgets_the_old_ones_pools_and_health_but_a_new_name_does_not()
    {
        await using var upstream = await CannedProvider.StartAsync(401, "");
        await using var host = await AdminHost.StartAsync();
        var id = (await host.AddKeyAsync("acme", upstream.Url))["id"]!.GetValue<string>();
        await host.PostAsync($"keys/{id}/test", null);
        var (_, renamed) = await host.PatchAsync($"keys/{id}", """{"name":"acme-2"}""");
        var (_, renewed) = await host.PatchAsync($"keys/{id}", """{"secret":"sk-ant-another"}""");

        Assert.Equal("invalid", renamed["state"]!.GetValue<string>());
        Assert.Equal("org-1", renamed["organization"]!["id"]!.GetValue<string>());
        Assert.Equal("healthy", renewed["state"]!.GetValue<string>());
        Assert.Null(renewed["organization"]!["id"]);
    }

    [Fact]
    public async Task No_answer_and_no_log_line_ever_holds_a_secret()
    {
        const string secret = "sk-ant-api03-THE-SECRET-THAT-NOBODY-MAY-SEE";
        await using var upstream = await CannedProvider.StartAsync(401, "");
        await using var host = await AdminHost.StartAsync();
        var seen = new StringBuilder();
        var added = await host.AddKeyAsync("acme", upstream.Url, secret);
        foreach (var (method, path, body) in new[]
        {
            ("GET", "keys", null), ("GET", $"keys/{added["id"]}", null), ("POST", $"keys/{added["id"]}/test", null), ("GET", "status", null), ("GET", "events", null),
            ("PATCH", $"keys/{added["id"]}", """{"name":"other"}"""), ("PATCH", $"keys/{added["id"]}", """{"frob":1}"""),
            ("POST", "keys", $$"""{"name":"x","provider":"anthropic","secret":["{{secret}}"]}"""), ("POST", "keys", $$"""{"name":"x","secret":"{{secret}} "}"""),
            ("POST", "keys", $$"""{"secret":"{{secret}}" """), ("POST", "clients", $$"""{"{{secret}}x":1}""".Replace(secret + "x", "y", StringComparison.Ordinal)),
        })
        {
            seen.Append((await host.SendAsync(new HttpMethod(method), path, body)).Body.ToJsonString());
        }

        seen.Append(added.ToJsonString());
        Assert.DoesNotContain("NOBODY-MAY", seen.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains("NOBODY-MAY", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains(AdminHost.Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_and_their_pools_outlive_a_restart()
    {
        await using var upstream = await CannedProvider.StartAsync(200, "{}");
        var folder = Directory.CreateTempSubdirectory("warmpath-admin-").FullName;
        try
        {
            JsonNode before;
            await using (var host = await AdminHost.StartAsync(folder))
            {
                var id = (await host.AddKeyAsync("acme", upstream.Url))["id"]!.GetValue<string>();
                before = (await host.PostAsync($"keys/{id}/test", null)).Body;
                await host.PatchAsync($"keys/{id}", """{"draining":false}"""); // waits for the turn in which discoveries are written
            }

            await using var again = await AdminHost.StartAsync(folder);
            var after = Assert.Single((await again.GetAsync("keys")).Body["items"]!.AsArray())!;
            Assert.Equal(before["id"]!.ToJsonString(), after["id"]!.ToJsonString());
            Assert.Equal("org-1", after["organization"]!["id"]!.GetValue<string>());
            Assert.Equal("wrkspc_1", after["workspace"]!["id"]!.GetValue<string>());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
