using Warmpath.Gateway.Admin;
using Warmpath.Gateway.Admin.Keys;
using Warmpath.Routing.Limits;

namespace Warmpath.Gateway.Tests.Admin;

public class ChangesTests
{
    private static readonly KeyInput Key = new() { Name = "acme", Provider = "anthropic", Secret = AdminHost.Secret };

    [Fact]
    public void What_is_the_same_is_no_change() => Assert.Null(Changes.Between(Key, Key with { Limits = null }));

    [Fact]
    public void A_field_is_told_with_its_value_before_and_after_and_a_secret_without() => Assert.Equal(
        "name from acme to acme-2, secret replaced, limits.opus-5-5.requestsPerMinute from none to 50, draining from none to true",
        Changes.Between(Key, Key with
        {
            Name = "acme-2", Secret = "sk-ant-another", Draining = true, Limits = new Dictionary<string, LimitSettings> { ["opus-5-5"] = new(50, null, null) },
        }));

    [Fact]
    public void Long_values_are_cut_and_many_are_counted()
    {
        Assert.Equal($"name from {new string('a', 200)}… to b", Changes.Between(new { name = new string('a', 300) }, new { name = "b" }));
        Assert.EndsWith(
            "f19 from 0 to 1 and 5 more",
            Changes.Between(Enumerable.Range(0, 25).ToDictionary(n => $"f{n}", _ => 0), Enumerable.Range(0, 25).ToDictionary(n => $"f{n}", _ => 1)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_events_tell_what_people_changed_and_nothing_where_they_changed_nothing()
    {
        await using var host = await AdminHost.StartAsync();
        var key = (await host.AddKeyAsync("acme"))["id"]!.GetValue<string>();
        var (_, client) = await host.PostAsync("clients", """{"name":"ada","expiresAt":"2099-01-01T00:00:00Z"}""");
        foreach (var (path, body) in new[]
        {
            ("settings", """{"maximumWaitSeconds":60}"""), ("settings", """{"maximumWaitSeconds":5,"allowedHosts":["a.example"]}"""),
            ($"keys/{key}", """{"enabled":true}"""), ($"keys/{key}", """{"secret":"sk-ant-another","draining":true}"""),
            ($"clients/{client["id"]}", """{"expiresAt":"2099-01-01T01:00:00+01:00"}"""), ($"clients/{client["id"]}", """{"budget":{"day":20}}"""),
        })
        {
            await host.PatchAsync(path, body);
        }

        await host.SendAsync(HttpMethod.Put, "catalog", "{}");
        await host.SendAsync(HttpMethod.Delete, $"keys/{key}", null);
        string[] texts = [];
        for (var look = 0; look < 500 && texts is not ["Key acme was removed.", ..]; look++)
        {
            texts = [.. (await host.GetAsync("events")).Body["items"]!.AsArray().Select(happened => happened!["text"]!.GetValue<string>())];
        }

        Assert.Equal(
            [
                "Key acme was removed.", "Client ada was changed: budget.day from none to 20.", "Key acme was changed: secret replaced, draining from false to true.",
                "The settings were changed: maximumWaitSeconds from 60 to 5, allowedHosts from [] to [\"a.example\"].", "Client ada was added.", "Key acme was added.",
            ],
            texts);
    }
}
