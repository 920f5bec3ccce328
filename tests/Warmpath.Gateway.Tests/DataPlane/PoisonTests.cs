using Microsoft.Extensions.DependencyInjection;
using Warmpath.Gateway.Clients;
using Warmpath.Gateway.Tests.Hosting;
using Warmpath.Storage.Clients;

namespace Warmpath.Gateway.Tests.DataPlane;

/// <summary>A client whose requests make every upstream fail, and sends them without a pause.</summary>
public class PoisonTests
{
    private static readonly string Poison = Prompts.Whole.Replace("own words", "poison", StringComparison.Ordinal);

    [Theory]
    [InlineData("500")]
    [InlineData("reset")]
    [InlineData("nothing")]
    public async Task It_holds_nobody_else_up(string how)
    {
        await using var upstream = new FakeUpstream(async (request, wire) =>
        {
            switch (request.Text == Poison ? how : "")
            {
                case "500":
                    await wire.AnswerAsync(500, Prompts.Error("api_error"));
                    break;
                case "reset":
                    wire.Reset();
                    break;
                case "nothing":
                    await wire.ClosedByGatewayAsync();
                    wire.Close();
                    break;
                default:
                    await wire.AnswerAsync(200, Prompts.Answer);
                    break;
            }
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url, upstream.Url, upstream.Url);
        var poisoner = (await gateway.Services.GetRequiredService<ClientDirectory>().AddAsync("poisoner", new ClientOptions(), CancellationToken.None))!.Value.Token;
        using var end = new CancellationTokenSource();
        var poisoning = Task.WhenAll(Enumerable.Range(0, 3).Select(worker => PoisonAsync(gateway, poisoner, $"p{worker}", end.Token)));
        for (var turn = 0; turn < 40; turn++)
        {
            for (var step = 0; step < 40; step++)
            {
                gateway.FakeTime.Advance(TimeSpan.FromMilliseconds(50));
                await Task.Delay(1, TestContext.Current.CancellationToken); // the others get their turn on this machine
            }

            using var request = gateway.Message(Prompts.Whole);
            request.Headers.Add("x-claude-code-session-id", $"s{turn % 8}");
            using var response = await gateway.Client.SendAsync(request, TestContext.Current.CancellationToken); // the clock stands: whoever is held waits for ever
            Assert.Equal((200, "0"), ((int)response.StatusCode, response.Headers.GetValues("x-warmpath-wait-ms").Single()));
        }

        await end.CancelAsync();
        Assert.All(await poisoning, count => Assert.True(count > 0));
    }

    /// <returns>How many answers it got, or was still waiting for.</returns>
    private static async Task<int> PoisonAsync(TestGateway gateway, string token, string session, CancellationToken end)
    {
        for (var count = 1; ; count++)
        {
            using var request = gateway.Message(Poison);
            request.Headers.Remove("authorization");
            request.Headers.Add("x-api-key", token);
            request.Headers.Add("x-claude-code-session-id", session);
            try
            {
                using var response = await gateway.Client.SendAsync(request, end);
                Assert.InRange((int)response.StatusCode, 500, 599);
            }
            catch (OperationCanceledException)
            {
                return count;
            }
        }
    }
}
