using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Warmpath.Gateway.Admitting;
using Warmpath.Gateway.Tests.Hosting;

namespace Warmpath.Gateway.Tests.Admitting;

/// <summary>The bounds of connections: from clients, by the address that they come from, and to one upstream.</summary>
public class ConnectionTests
{
    [Fact]
    public async Task Over_the_bound_a_connection_hears_503_before_its_request_is_read_and_those_that_are_open_go_on()
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        await gateway.ChangeSettingsAsync(settings => settings with { MaximumConnections = 10 });
        var connections = gateway.Services.GetRequiredService<Connections>();
        var open = new List<Socket>();
        for (var i = 0; i < 10; i++)
        {
            open.Add(await gateway.ConnectAsync(""));
        }

        await UntilAsync(() => connections.Open == 10);
        var refusal = await gateway.AdvanceUntilAsync(gateway.ExchangeRawAsync(Prompts.Whole));
        Assert.StartsWith("HTTP/1.1 503 Service Unavailable\r\n", refusal, StringComparison.Ordinal);
        Assert.Contains("\r\nretry-after: 5\r\n", refusal, StringComparison.Ordinal);
        Assert.Contains("\r\nconnection: close\r\n", refusal, StringComparison.Ordinal);
        Assert.Matches("\r\n\r\n\\{\"type\":\"error\",\"error\":\\{\"type\":\"api_error\",.*\"request_id\":\"wreq_[0-9a-f]{32}\"\\}$", refusal);
        using (var library = await gateway.SendAsync(Prompts.Whole))
        {
            Assert.Equal(503, (int)library.StatusCode); // what clients are made with takes it for an answer as well
        }

        Assert.Equal((10, 2L), (connections.Open, connections.Refused));
        Assert.Empty(upstream.Requests);

        await open[0].SendAsync(System.Text.Encoding.Latin1.GetBytes(gateway.RawMessage(Prompts.Whole).Replace("host:", "connection: close\r\nhost:", StringComparison.Ordinal)));
        Assert.Contains(Prompts.Answer, await TestGateway.ReadToEndAsync(open[0]), StringComparison.Ordinal);
        await UntilAsync(() => connections.Open == 9);
        using var next = await gateway.SendAsync(Prompts.Whole);
        Assert.Equal(200, (int)next.StatusCode);
        open.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task A_refused_connection_that_speaks_tls_or_nothing_is_closed()
    {
        await using var gateway = await TestGateway.StartAsync(null);
        await gateway.ChangeSettingsAsync(settings => settings with { MaximumConnections = 10 });
        var connections = gateway.Services.GetRequiredService<Connections>();
        var open = new List<Socket>();
        for (var i = 0; i < 10; i++)
        {
            open.Add(await gateway.ConnectAsync(""));
        }

        await UntilAsync(() => connections.Open == 10);
        using var tls = await gateway.ConnectAsync("\u0016\u0003\u0001");
        using var silent = await gateway.ConnectAsync("");
        Assert.Equal("", await EndOfAsync(tls));
        await UntilAsync(() => connections.Refused == 2);
        Assert.Equal("", await gateway.AdvanceUntilAsync(EndOfAsync(silent)));
        open.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task One_address_takes_no_more_than_its_share_once_three_quarters_are_taken()
    {
        await using var gateway = await TestGateway.StartAsync(null);
        await gateway.ChangeSettingsAsync(settings => settings with { MaximumConnections = 100 });
        var connections = gateway.Services.GetRequiredService<Connections>();
        var (greedy, modest) = (System.Net.IPAddress.Parse("192.0.2.1"), System.Net.IPAddress.Parse("192.0.2.2"));
        var taken = 0;
        Assert.True(connections.TryEnter(modest));
        while (connections.TryEnter(greedy))
        {
            taken++;
        }

        Assert.Equal(74, taken); // and the one of the other
        for (var i = 1; i <= 25; i++)
        {
            Assert.True(connections.TryEnter(modest));
        }

        Assert.False(connections.TryEnter(modest));
        for (var i = 0; i < taken; i++)
        {
            connections.Leave(greedy);
        }

        Assert.Equal(26, connections.Open);
        Assert.True(connections.TryEnter(greedy));
    }

    [Fact]
    public async Task Over_the_bound_of_calls_to_one_upstream_a_request_is_503_at_once_and_room_comes_back_with_their_ends()
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = new FakeUpstream(async (_, wire) =>
        {
            await goOn.Task;
            await wire.AnswerAsync(200, Prompts.Answer);
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        await gateway.ChangeSettingsAsync(settings => settings with { MaximumCallsPerUpstream = 3 });
        var held = Enumerable.Range(0, 3).Select(_ => gateway.SendAsync(Prompts.Whole)).ToArray();
        await UntilAsync(() => upstream.Requests.Count == 3);
        using (var refused = await gateway.SendAsync(Prompts.Whole))
        {
            Assert.Equal((503, TimeSpan.FromSeconds(5)), ((int)refused.StatusCode, refused.Headers.RetryAfter?.Delta));
            Assert.Contains("to this provider", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        goOn.SetResult();
        foreach (var response in await Task.WhenAll(held))
        {
            Assert.Equal(200, (int)response.StatusCode);
            response.Dispose();
        }

        using var next = await gateway.SendAsync(Prompts.Whole);
        Assert.Equal(200, (int)next.StatusCode);
        Assert.Equal(4, upstream.Requests.Count);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<string> EndOfAsync(Socket socket)
    {
        try
        {
            return await TestGateway.ReadToEndAsync(socket);
        }
        catch (SocketException)
        {
            return ""; // a reset is an end as well
        }
    }
}
