using System.Net;
using CsCheck;

namespace Warmpath.Gateway.Tests.Admin;

/// <summary>None of these adds a key, so all of them share one gateway.</summary>
public sealed class KeyValidationTests(KeyValidationTests.SharedHost shared) : IClassFixture<KeyValidationTests.SharedHost>
{
    [Theory]
    [InlineData("""{"provider":"anthropic","secret":"s"}""", "name")]
    [InlineData("""{"name":"","provider":"anthropic","secret":"s"}""", "name")]
    [InlineData("""{"name":"a\u0007b","provider":"anthropic","secret":"s"}""", "name")]
    [InlineData("""{"name":"a\u202eb","provider":"anthropic","secret":"s"}""", "name")]
    [InlineData("""{"name":7,"provider":"anthropic","secret":"s"}""", "name")]
    [InlineData("""{"name":"n","provider":"acme","secret":"s"}""", "provider")]
    [InlineData("""{"name":"n","provider":"anthropic"}""", "secret")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":""}""", "secret")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"a b"}""", "secret")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"a\r\nb"}""", "secret")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":["a"]}""", "secret")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"s","baseUrl":"ftp://host"}""", "baseUrl")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"s","baseUrl":"/v1"}""", "baseUrl")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"s","baseUrl":"https://user:pass@host"}""", "baseUrl")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"s","baseUrl":"https://host/?a=b"}""", "baseUrl")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"s","baseUrl":"https://host/#x"}""", "baseUrl")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"s","baseUrl":"http://169.254.169.254"}""", "baseUrl")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"s","baseUrl":"http://2852039166/"}""", "baseUrl")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"s","baseUrl":"http://0xA9FEA9FE/"}""", "baseUrl")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"s","baseUrl":"http://[::ffff:169.254.169.254]"}""", "baseUrl")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"s","baseUrl":"http://[fe80::1]"}""", "baseUrl")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"s","baseUrl":"http://0251.0376.0251.0376/"}""", "baseUrl")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"s","baseUrl":"http://0xa9.254.0251.254/"}""", "baseUrl")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"s","baseUrl":"http://169.16689662/"}""", "baseUrl")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"s","baseUrl":"http://169.254.169.254./"}""", "baseUrl")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"s","baseUrl":"http://[::a9fe:a9fe]"}""", "baseUrl")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"s","baseUrl":"http://[64:ff9b::169.254.169.254]"}""", "baseUrl")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"s","baseUrl":"http://[fe80::1%25eth0]"}""", "baseUrl")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"s","baseUrl":"http://169。254。169。254/"}""", "baseUrl")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"s","baseUrl":"http://METADATA.google.internal."}""", "baseUrl")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"s","workspaceId":"a b"}""", "workspaceId")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"s","limits":{"*":{"requestsPerMinute":0}}}""", "limits.*")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"s","limits":{"*":{"requestsPerMinute":"9"}}}""", "limits.*.requestsPerMinute")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"s","limits":{"*":{"perHour":9}}}""", "limits.*.perHour")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"s","limits":{"claude-opus-5-5":{"requestsPerMinute":9}}}""", "limits.claude-opus-5-5")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"s","limits":{"opus-9":{"requestsPerMinute":9}}}""", "limits.opus-9")]
    [InlineData("""{"name":"n","provider":"openai","secret":"s","limits":{"gpt-5-2025-08-07":{"requestsPerMinute":9}}}""", "limits.gpt-5-2025-08-07")]
    [InlineData("""{"name":"n","provider":"openai","secret":"s","limits":{"gpt-99-2027-01-31":{"requestsPerMinute":9}}}""", "limits.gpt-99-2027-01-31")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"s","limits":{"opus-5-5":{"requestsPerMinute":1000000000001}}}""", "limits.opus-5-5")]
    [InlineData("""{"name":"n","provider":"anthropic","secret":"s","colour":"red"}""", "colour")]
    [InlineData("""{"name":"n","name":"m","provider":"anthropic","secret":"s"}""", "body")]
    [InlineData("""[]""", "body")]
    [InlineData("""{""", "body")]
    [InlineData("", "body")]
    public async Task What_is_wrong_is_named_by_its_field(string body, string field)
    {
        var host = shared.Host;
        var (status, problem) = await host.PostAsync("keys", body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.True(problem["errors"]!.AsObject().ContainsKey(field), problem.ToJsonString());
        Assert.NotEmpty(problem["detail"]!.GetValue<string>());
        Assert.Empty((await host.GetAsync("keys")).Body["items"]!.AsArray());
    }

    [Fact]
    public async Task A_name_that_can_be_no_model_class_is_told_beside_the_one_that_is_meant_and_the_largest_rate_with_its_bound()
    {
        var host = shared.Host;
        var (_, problem) = await host.PostAsync(
            "keys", """{"name":"n","provider":"anthropic","secret":"s","limits":{"claude-opus-5-5":{},"*":{"requestsPerMinute":99999999999999999}}}""");

        var detail = problem["detail"]!.GetValue<string>();
        Assert.Contains("is in opus-5-5; there are fable-5, gpt-4.1,", detail, StringComparison.Ordinal);
        Assert.Contains("from 1 to 1000000000000;", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_faults_are_told_at_once()
    {
        var host = shared.Host;
        var (_, problem) = await host.PostAsync("keys", """{"name":"","provider":"x","secret":"a b"}""");

        Assert.Equal(["name", "provider", "secret"], problem["errors"]!.AsObject().Select(fault => fault.Key));
    }

    [Fact]
    public async Task No_body_however_odd_makes_the_gateway_fault()
    {
        var host = shared.Host;
        string[] odd = [@"""\ud800""", @"{""\ud800"":1}", "null", "1e999", "[[[[", @"""\u0000""", "{}", "true", "\"" + new string('x', 5000) + "\""];
        string[] fields = ["name", "provider", "secret", "baseUrl", "limits", "enabled", "frob"];
        var member = Gen.Select(Gen.Int[0, fields.Length - 1], Gen.Int[0, odd.Length - 1], (field, value) => $"\"{fields[field]}\":{odd[value]}");
        await Gen.Select(member, member)
            .SampleAsync(async (a, b) =>
            {
                var (status, _) = await host.PostAsync("keys", $"{{{a},{b}}}");
                Assert.Equal(HttpStatusCode.BadRequest, status);
            }, iter: 100, threads: 1);
    }

    public sealed class SharedHost : IAsyncLifetime
    {
        internal AdminHost Host { get; private set; } = null!; // set before the first test runs

        public async ValueTask InitializeAsync() => Host = await AdminHost.StartAsync();

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
