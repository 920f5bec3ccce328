using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Warmpath.Gateway.Clients;
using Warmpath.Gateway.Tests.Hosting;
using Warmpath.Storage.Clients;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Tests.DataPlane;

/// <summary>Somebody sets the machine's clock while the gateway serves. Time itself goes on as before.</summary>
public class ClockTests
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 25, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>A front of some 5,000 tokens, marked: enough to be cached.</summary>
    private static readonly string Marked =
        $$$"""
        {"model":"claude-sonnet-5-5","stream":true,"max_tokens":100,"system":[{"type":"text","text":"{{{string.Concat(Enumerable.Repeat("words of the front ", 1_000))}}}","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":"go on"}]}
        """;

    private static readonly string Cached = Prompts.WholeStream.Replace("\"input_tokens\":10,\"cache_read_input_tokens\":3", "\"input_tokens\":10,\"cache_read_input_tokens\":5000", StringComparison.Ordinal);

    [Fact]
    public async Task Whatever_the_clock_is_set_to_in_their_middle_streams_end_well_and_their_rows_keep_order_and_length()
    {
        var begun = new SemaphoreSlim(0);
        var goOn = new SemaphoreSlim(0);
        await using var upstream = new FakeUpstream(async (_, wire) =>
        {
            await wire.BeginStreamAsync();
            await wire.ChunkAsync(Prompts.Start + Prompts.Content);
            begun.Release();
            await goOn.WaitAsync();
            await wire.ChunkAsync(Prompts.Text + Prompts.Delta + Prompts.Stop);
            await wire.EndStreamAsync();
        });
        var machine = new SettableTime(Morning);
        await using var gateway = await TestGateway.StartAsync(machine, upstream.Url);
        foreach (var set in (TimeSpan[])[Hour, TimeSpan.Zero, -Hour, Hour, -Hour, TimeSpan.Zero])
        {
            using var response = await gateway.SendAsync(Prompts.Streamed);
            await begun.WaitAsync(TestContext.Current.CancellationToken);
            machine.Set = set;
            machine.Advance(TimeSpan.FromSeconds(7));
            goOn.Release();
            Assert.Equal(Prompts.WholeStream, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        var rows = (await gateway.RowsAsync()).Reverse().ToArray();
        Assert.Equal(6, rows.Length);
        Assert.All(rows, row => Assert.Equal((EndState.Complete, 7_000), (row.End, row.DurationMilliseconds)));
        Assert.Equal(rows.OrderBy(row => row.At).Select(row => row.Id), rows.Select(row => row.Id));
        Assert.All(rows, row => Assert.InRange(row.At, Morning, Morning + Hour + TimeSpan.FromMinutes(2)));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(-1, -1)]
    [InlineData(1, 0)]
    [InlineData(-1, 0)]
    [InlineData(1, -1)]
    public async Task A_request_that_is_held_for_a_limit_is_held_as_long_as_the_limit_says_however_the_clock_is_set(int first, int then)
    {
        var limited = true;
        await using var upstream = new FakeUpstream((_, wire) => Volatile.Read(ref limited)
            ? wire.AnswerAsync(429, Prompts.Error("rate_limit_error"), "retry-after: 20\r\n")
            : wire.StreamAsync(Prompts.WholeStream));
        var machine = new SettableTime(Morning);
        await using var gateway = await TestGateway.StartAsync(machine, upstream.Url);
        var began = machine.GetTimestamp();
        var sending = gateway.SendAsync(Prompts.Streamed);
        while (gateway.View().Waiting == 0)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        Volatile.Write(ref limited, false);
        machine.Set = first * Hour;
        machine.Advance(TimeSpan.FromSeconds(5));
        gateway.View(); // everybody asks the time now and then: it is not only the one that waits that sees the step
        machine.Set = then * Hour;
        using var response = await gateway.AdvanceWhileHeldAsync(sending);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.InRange(machine.GetElapsedTime(began), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20 * 20 / 19.0) + TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(-1, -1)]
    [InlineData(1, 0)]
    [InlineData(0, 0)]
    public async Task What_is_warm_is_found_again_after_the_clock_was_set_and_is_held_for_cold_when_its_own_time_is_over(int first, int then)
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.StreamAsync(Cached));
        var machine = new SettableTime(Morning);
        await using var gateway = await TestGateway.StartAsync(machine, upstream.Url, upstream.Url);
        await AskAsync(gateway);
        machine.Set = first * Hour;
        gateway.View();
        machine.Set = then * Hour;
        machine.Advance(TimeSpan.FromSeconds(30));
        await AskAsync(gateway); // after a false step forward it may be held for cold, this once
        machine.Advance(TimeSpan.FromSeconds(30));
        var warm = await AskAsync(gateway);
        Assert.Contains("sticky", warm.Decision, StringComparison.Ordinal);
        Assert.InRange(warm.Expected!.Value.Read, 4_000, 6_000);

        machine.Advance(TimeSpan.FromMinutes(5.5)); // the longest that five minutes may last
        Assert.Equal(0, (await AskAsync(gateway)).Expected!.Value.Read);
    }

    [Theory]
    [InlineData(-1, -1)]
    [InlineData(1, 0)]
    public async Task A_clients_limit_refills_and_its_budget_holds_however_the_clock_is_set(int first, int then)
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        var machine = new SettableTime(Morning);
        await using var gateway = await TestGateway.StartAsync(machine, upstream.Url);
        var clients = gateway.Services.GetRequiredService<ClientDirectory>();
        var dev = Assert.Single(clients.All);
        await clients.ChangeAsync(dev.Id, dev.Name, dev.Options with { Limits = new ClientLimits(RequestsPerMinute: 1) }, CancellationToken.None);
        Assert.Equal(200, await StatusAsync(gateway));
        Assert.Equal(429, await StatusAsync(gateway));
        machine.Set = first * Hour;
        gateway.View();
        machine.Set = then * Hour;
        machine.Advance(TimeSpan.FromSeconds(64));
        Assert.Equal(200, await StatusAsync(gateway));
        Assert.Equal(429, await StatusAsync(gateway));
        machine.Advance(TimeSpan.FromSeconds(64));
        Assert.Equal(200, await StatusAsync(gateway));
    }

    [Fact]
    public async Task A_clock_that_leaps_by_more_than_a_day_makes_nothing_old_until_it_has_said_so_for_an_hour()
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        var machine = new SettableTime(Morning);
        await using var gateway = await TestGateway.StartAsync(machine, upstream.Url);
        Assert.Equal(200, await StatusAsync(gateway));
        machine.Set = TimeSpan.FromDays(400);
        machine.Advance(Hour);
        while (!gateway.Log.Lines.Any(line => line.Text.Contains("The clock leapt forward by 400", StringComparison.Ordinal)))
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        await gateway.RowAsync();
        machine.Advance(Hour);
        while ((await gateway.RowsAsync()).Count > 0)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_leap_that_proves_false_makes_nothing_old()
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        var machine = new SettableTime(Morning);
        await using var gateway = await TestGateway.StartAsync(machine, upstream.Url);
        await StatusAsync(gateway);
        machine.Set = TimeSpan.FromDays(400);
        await StatusAsync(gateway); // the gateway has looked at the clock
        machine.Set = TimeSpan.Zero;
        for (var hour = 1; hour <= 3; hour++)
        {
            machine.Advance(Hour);
            while (gateway.Log.Lines.Count(line => line.Text.Contains("nothing is forgotten meanwhile", StringComparison.Ordinal)) < hour
                && (await gateway.RowsAsync()).Count == 2)
            {
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }
        }

        Assert.Equal(2, (await gateway.RowsAsync()).Count);
    }

    private static async Task<LedgerRow> AskAsync(TestGateway gateway)
    {
        using var request = gateway.Message(Marked);
        request.Headers.Add("x-claude-code-session-id", "session");
        using var response = await gateway.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(Cached, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (await gateway.RowsAsync())[0];
    }

    private static async Task<int> StatusAsync(TestGateway gateway)
    {
        using var response = await gateway.SendAsync(Prompts.Whole);
        return (int)response.StatusCode;
    }
}
