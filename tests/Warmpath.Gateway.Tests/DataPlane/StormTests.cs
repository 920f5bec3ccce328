using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Warmpath.Gateway.Keys;
using Warmpath.Gateway.Tests.Hosting;
using Warmpath.Routing;
using Warmpath.Routing.Fleet;
using Warmpath.Storage.Keys;

namespace Warmpath.Gateway.Tests.DataPlane;

/// <summary>Whole fleets in trouble, and what their clients see of it.</summary>
public class StormTests
{
    [Fact]
    public async Task In_a_storm_of_429s_every_client_is_served_in_the_end_and_the_provider_is_not_stormed_back()
    {
        const int clients = 50;
        var calm = false;
        var refused = 0;
        await using var upstream = new FakeUpstream((_, wire) =>
        {
            if (Volatile.Read(ref calm))
            {
                return wire.AnswerAsync(200, Prompts.Answer);
            }

            Interlocked.Increment(ref refused);
            return wire.AnswerAsync(429, Prompts.Error("rate_limit_error"), "retry-after: 5\r\n");
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url, upstream.Url, upstream.Url);
        var sending = Enumerable.Range(0, clients).Select(_ => gateway.SendAsync(Prompts.Whole)).ToArray();
        for (var second = 0; second < 30; second++)
        {
            await UntilAsync(() => gateway.View().Waiting == clients);
            gateway.FakeTime.Advance(TimeSpan.FromSeconds(1));
        }

        // At first each of the three may be asked by all; after that one request tries for all who wait.
        Assert.InRange(refused, 3, (3 * clients) + (3 * (30 / 5)));
        Volatile.Write(ref calm, true);
        foreach (var response in await gateway.AdvanceUntilAsync(Task.WhenAll(sending)))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Contains("waited", Assert.Single(response.Headers.GetValues("x-warmpath-decision")), StringComparison.Ordinal);
            response.Dispose();
        }
    }

    [Theory]
    [InlineData("reset", 502)]
    [InlineData("529", 503)]
    [InlineData("429", 429)]
    [InlineData("401", 503)]
    [InlineData("credit", 503)]
    public async Task With_every_organization_out_a_client_hears_why_and_when_they_are_back_it_is_served(string trouble, int status)
    {
        var isOut = true;
        await using var upstream = new FakeUpstream((_, wire) =>
        {
            if (!Volatile.Read(ref isOut))
            {
                return wire.AnswerAsync(200, Prompts.Answer);
            }

            switch (trouble)
            {
                case "529":
                    return wire.AnswerAsync(529, Prompts.Error("overloaded_error"));
                case "429":
                    return wire.AnswerAsync(429, Prompts.Error("rate_limit_error"), "retry-after: 300\r\n");
                case "401":
                    return wire.AnswerAsync(401, Prompts.Error("authentication_error"));
                case "credit":
                    return wire.AnswerAsync(400, Prompts.Error("invalid_request_error", "Your credit balance is too low to access the Anthropic API."));
                default:
                    wire.Reset();
                    return Task.CompletedTask;
            }
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url, upstream.Url);
        using (var refused = await gateway.AdvanceUntilAsync(gateway.SendAsync(Prompts.Whole)))
        {
            Assert.Equal(status, (int)refused.StatusCode);
            var body = await refused.Content.ReadAsStringAsync();
            Assert.Contains("\"error\"", body, StringComparison.Ordinal);
            Assert.DoesNotContain("secret-", body, StringComparison.Ordinal);
        }

        Volatile.Write(ref isOut, false);
        await UntilAsync(() => gateway.View().Keys.All(key => key.Status == Routing.Health.KeyStatus.Healthy), () => gateway.FakeTime.Advance(TimeSpan.FromSeconds(30)));
        using var served = await gateway.AdvanceUntilAsync(gateway.SendAsync(Prompts.Whole));
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
    }

    [Fact]
    public async Task A_name_that_leads_nowhere_costs_the_client_nothing_while_another_key_serves()
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        await using var gateway = await TestGateway.StartAsync(null);
        await AddAsync(gateway, "lost", "http://nowhere.warmpath.invalid");
        using (var nobody = await gateway.AdvanceUntilAsync(gateway.SendAsync(Prompts.Whole)))
        {
            Assert.Equal(HttpStatusCode.BadGateway, nobody.StatusCode);
        }

        gateway.FakeTime.Advance(TimeSpan.FromMinutes(10));
        await AddAsync(gateway, "found", upstream.Url);
        for (var i = 0; i < 4; i++)
        {
            using var served = await gateway.SendAsync(Prompts.Whole);
            Assert.Equal(HttpStatusCode.OK, served.StatusCode);
            Assert.Equal("found", Assert.Single(served.Headers.GetValues("x-warmpath-key")));
        }
    }

    private static async Task AddAsync(TestGateway gateway, string name, string url) => await gateway.Services.GetRequiredService<KeyRing>().AddAsync(
        new StoredKey(
            new KeyConfig { Id = new KeyId("key_" + name), Name = name, Provider = "anthropic", BaseUrl = url, OrganizationName = name },
            "secret-" + name, "…", gateway.Time.GetUtcNow()),
        CancellationToken.None);

    private static async Task UntilAsync(Func<bool> reached, Action? meanwhile = null)
    {
        while (!reached())
        {
            meanwhile?.Invoke();
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }
    }
}
