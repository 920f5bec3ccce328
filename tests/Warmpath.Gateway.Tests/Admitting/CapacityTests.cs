using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Warmpath.Gateway.Admitting;
using Warmpath.Gateway.Clients;
using Warmpath.Gateway.Tests.Hosting;
using Warmpath.Storage.Clients;
using Warmpath.Storage.Ledger;
using Warmpath.Storage.Settings;

namespace Warmpath.Gateway.Tests.Admitting;

/// <summary>What happens at the bounds of what is taken on at once.</summary>
public class CapacityTests
{
    [Fact]
    public async Task Over_the_bound_a_request_is_503_at_once_and_the_others_end_undisturbed()
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = new FakeUpstream(async (_, wire) =>
        {
            await goOn.Task;
            await wire.AnswerAsync(200, Prompts.Answer);
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        await gateway.ChangeSettingsAsync(settings => settings with { MaximumRequests = 3 });
        var held = Enumerable.Range(0, 3).Select(_ => gateway.SendAsync(Prompts.Whole)).ToArray();
        while (upstream.Requests.Count < 3)
        {
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }

        using (var refused = await gateway.SendAsync(Prompts.Whole))
        {
            Assert.Equal(503, (int)refused.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter?.Delta);
            Assert.Contains("\"type\":\"api_error\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.False(refused.Headers.Contains("x-should-retry"));
        }

        goOn.SetResult();
        foreach (var response in await Task.WhenAll(held))
        {
            Assert.Equal(200, (int)response.StatusCode);
            response.Dispose();
        }

        using var next = await gateway.SendAsync(Prompts.Whole);
        Assert.Equal(200, (int)next.StatusCode);
        var rows = await gateway.RowsAsync();
        Assert.Equal((5, 1), (rows.Count, rows.Count(row => row is { Status: 503, End: EndState.Error, Attempts.Count: 0 })));
        var capacity = gateway.Services.GetRequiredService<Capacity>();
        Assert.Equal((0, 0L, 1L), (capacity.Requests, capacity.BodyBytes, capacity.Refused));
    }

    [Fact]
    public async Task Bodies_over_the_bound_of_all_together_are_503_before_they_are_read()
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        await gateway.ChangeSettingsAsync(settings => settings with { MaximumBodyMegabytes = 1 });
        using var socket = await gateway.ConnectAsync(gateway.RawMessage("").Replace("content-length: 0", "content-length: 2000000", StringComparison.Ordinal));
        var answer = new byte[4096];
        var read = await socket.ReceiveAsync(answer);
        Assert.StartsWith("HTTP/1.1 503 ", System.Text.Encoding.Latin1.GetString(answer, 0, read), StringComparison.Ordinal);
        using var chunked = gateway.Message("");
        chunked.Content = new StreamContent(new MemoryStream(new byte[2_000_000]));
        chunked.Headers.TransferEncodingChunked = true;
        using var refused = await gateway.Client.SendAsync(chunked);
        Assert.Equal(503, (int)refused.StatusCode);
        using var small = await gateway.SendAsync(Prompts.Whole);
        Assert.Equal(200, (int)small.StatusCode);
        Assert.Equal(0, gateway.Services.GetRequiredService<Capacity>().BodyBytes);
    }

    [Fact]
    public async Task A_committed_stream_holds_its_body_no_longer()
    {
        await using var upstream = new FakeUpstream(async (_, wire) =>
        {
            await wire.BeginStreamAsync();
            await wire.ChunkAsync(Prompts.Start + Prompts.Content);
            await wire.ClosedByGatewayAsync();
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        using var response = await gateway.SendAsync(Prompts.Streamed);
        await using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[Prompts.Start.Length]);
        var capacity = gateway.Services.GetRequiredService<Capacity>();
        Assert.Equal((1, 0L), (capacity.Requests, capacity.BodyBytes));
    }

    [Fact]
    public async Task One_client_cannot_take_the_room_of_the_others()
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = new FakeUpstream(async (_, wire) =>
        {
            await goOn.Task;
            await wire.AnswerAsync(200, Prompts.Answer);
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        await gateway.ChangeSettingsAsync(settings => settings with { MaximumRequests = 8 });
        var other = (await gateway.Services.GetRequiredService<ClientDirectory>().AddAsync("other", new ClientOptions(), CancellationToken.None))!.Value.Token;
        var greedy = new List<Task<System.Net.Http.HttpResponseMessage>> { gateway.Client.SendAsync(Of(gateway, other)) };
        while (gateway.Services.GetRequiredService<Capacity>().Requests < 1)
        {
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }

        for (var held = 2; held <= 6; held++)
        {
            greedy.Add(gateway.SendAsync(Prompts.Whole));
            while (gateway.Services.GetRequiredService<Capacity>().Requests < held)
            {
                await Task.Delay(2, TestContext.Current.CancellationToken);
            }
        }

        using (var refused = await gateway.SendAsync(Prompts.Whole))
        {
            Assert.Equal(503, (int)refused.StatusCode); // five of eight are more than its half, with six taken
        }

        greedy.Add(gateway.Client.SendAsync(Of(gateway, other)));
        greedy.Add(gateway.Client.SendAsync(Of(gateway, other)));
        while (gateway.Services.GetRequiredService<Capacity>().Requests < 8)
        {
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }

        goOn.SetResult();
        Assert.All(await Task.WhenAll(greedy), response => Assert.Equal(200, (int)response.StatusCode));
    }

    [Fact]
    public void No_bound_is_ever_passed_and_who_holds_less_than_its_share_is_refused_only_when_all_is_taken() =>
        Gen.Select(Gen.Int[1, 40], Gen.Select(Gen.Int[0, 4], Gen.Bool).Array[1, 300]).Sample((bound, steps) =>
        {
            var capacity = new Capacity(() => new GatewaySettings { MaximumRequests = bound });
            var held = Enumerable.Range(0, 5).Select(_ => new Stack<Capacity.Place>()).ToArray();
            foreach (var (client, enters) in steps)
            {
                var own = held[client];
                var before = capacity.Requests;
                if (!enters)
                {
                    if (own.TryPop(out var place))
                    {
                        place.Dispose();
                    }
                }
                else if (capacity.Enter($"client-{client}") is { } entered)
                {
                    own.Push(entered);
                }
                else
                {
                    var present = held.Count(places => places.Count > 0 || places == own);
                    Assert.True(before == bound || own.Count + 1 > bound / present);
                }

                Assert.Equal(held.Sum(places => places.Count), capacity.Requests);
                Assert.True(capacity.Requests <= bound);
            }
        });

    private static HttpRequestMessage Of(TestGateway gateway, string token)
    {
        var message = gateway.Message(Prompts.Whole);
        message.Headers.Remove("authorization");
        message.Headers.TryAddWithoutValidation("x-api-key", token);
        return message;
    }
}
