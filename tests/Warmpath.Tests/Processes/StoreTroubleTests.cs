using System.Diagnostics;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Warmpath.Kill;
using Warmpath.Mock;
using Warmpath.Tests.Cli;

namespace Warmpath.Tests.Processes;

/// <summary>A disk that is full or read-only, and is well again, under the real process.</summary>
public class StoreTroubleTests
{
    /// <summary>The writer looks again five seconds after the last time at the latest; the rest is a busy machine.</summary>
    private static readonly TimeSpan LongestCatchingUp = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task On_a_full_disk_answers_pass_the_trouble_is_told_everywhere_and_the_rows_follow_when_there_is_room()
    {
        using var disk = new SmallDisk(megabytes: 8);
        await using var mock = await MockAsync();
        await using var process = await GatewayProcess.StartAsync(disk.Folder, within: disk.Within);
        using var gateway = new RunningGateway(process, disk.SeenFromOutside);
        await gateway.FurnishAsync(mock);
        List<string> answered = [await gateway.AnswerAsync()];
        using (disk.Fill())
        {
            await MeetAsync(gateway, "Free some space", answered);
            using var terminal = new TestTerminal();
            Assert.Equal(1, await terminal.RunAsync(["doctor", "--data", disk.SeenFromOutside]));
            Assert.Contains("FAULT  disk", terminal.Out, StringComparison.Ordinal);
        }

        await RecoverAsync(gateway, answered);
        await EndWellAsync(process);
    }

    [Fact]
    public async Task A_file_system_that_becomes_read_only_and_writable_again_loses_no_row_and_delays_no_answer()
    {
        using var terminal = new TestTerminal();
        await using var mock = await MockAsync();
        await using var process = await GatewayProcess.StartAsync(terminal.Data);
        using var gateway = new RunningGateway(process, terminal.Data);
        await gateway.FurnishAsync(mock);
        List<string> answered = [await gateway.AnswerAsync()];
        await using (await TroubledWrites.RefuseAsync(process, terminal.Data))
        {
            await MeetAsync(gateway, "read-only", answered);
        }

        await RecoverAsync(gateway, answered);
        await EndWellAsync(process);
    }

    [Fact]
    public async Task A_store_that_takes_seconds_for_a_commit_delays_no_answer_and_gets_every_row()
    {
        using var terminal = new TestTerminal();
        await using var mock = await MockAsync();
        await using var process = await GatewayProcess.StartAsync(terminal.Data);
        using var gateway = new RunningGateway(process, terminal.Data);
        await gateway.FurnishAsync(mock);
        List<string> answered = [await gateway.AnswerAsync()];
        await using (await TroubledWrites.DelayAsync(process, terminal.Data, TimeSpan.FromSeconds(0.2)))
        {
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < 40; i++)
            {
                answered.Add(await gateway.AnswerAsync());
            }

            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"forty answers took {watch.Elapsed}");
            await gateway.AdminAsync("requests"); // who reads the ledger waits until what was answered is there
        }

        await RecoverAsync(gateway, answered);
        await process.TerminateAsync();
        var (_, log) = await process.EndAsync(TestContext.Current.CancellationToken);
        Assert.Contains("[3008] A commit of the ledger took", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_another_program_holds_the_database_changes_wait_and_the_threads_of_the_sockets_do_not()
    {
        using var terminal = new TestTerminal();
        await using var mock = await MockAsync();
        await using var process = await GatewayProcess.StartAsync(terminal.Data);
        using var gateway = new RunningGateway(process, terminal.Data);
        await gateway.FurnishAsync(mock);
        await gateway.AnswerAsync();
        Task<(int Status, string Body)>[] changes;
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(terminal.Data, "warmpath.db")};Pooling=False"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var held = other.BeginTransaction(deferred: false);

            // Each on a connection of its own, as these wait; they would take all such threads of two cores, and take half of the pool's.
            changes = [.. Enumerable.Range(0, 4).Select(i => gateway.AskAdminAsync(HttpMethod.Post, "clients", new { name = $"late {i}" }))];
            for (var i = 0; i < 20; i++)
            {
                await gateway.AnswerAsync();
            }

            Assert.All(changes, change => Assert.False(change.IsCompleted)); // each waits five seconds for the database
        }

        Assert.All(await Task.WhenAll(changes), change => Assert.True(change.Status == 201, change.Body));
    }

    [Fact]
    public async Task An_answer_whose_row_takes_long_to_be_kept_waits_alone()
    {
        using var terminal = new TestTerminal();
        await using var mock = await MockAsync();
        await using var process = await GatewayProcess.StartAsync(terminal.Data);
        using var gateway = new RunningGateway(process, terminal.Data);
        await gateway.FurnishAsync(mock);
        string[] files;
        while ((files = Directory.GetFiles(terminal.Data, "ledger-*.rows")).Length < 2) // in turns
        {
            await gateway.AnswerAsync();
        }

        await using (await TroubledWrites.DelayAsync(process, files, TimeSpan.FromSeconds(1)))
        {
            using var answer = await gateway.StreamAsync(tokens: 3);
            using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
            string? line;
            do
            {
                line = await lines.ReadLineAsync(TestContext.Current.CancellationToken);
                Assert.NotNull(line);
            }
            while (line != "event: message_delta");

            var end = lines.ReadToEndAsync(TestContext.Current.CancellationToken);
            await Task.WhenAll(Enumerable.Range(0, 4 * Environment.ProcessorCount).Select(_ => gateway.GetAsync("/healthz"))); // each on a connection of its own
            Assert.False(end.IsCompleted); // it waits for the row
            Assert.Contains("event: message_stop", await end, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_gateway_that_was_killed_on_a_full_disk_starts_on_it_and_serves()
    {
        using var disk = new SmallDisk(megabytes: 8);
        await using var mock = await MockAsync();
        await using var killed = await GatewayProcess.StartAsync(disk.Folder, within: disk.Within);
        using var before = new RunningGateway(killed, disk.SeenFromOutside);
        await before.FurnishAsync(mock);
        await before.AnswerAsync();
        using var underWay = await before.StreamAsync(tokens: 500);
        var log = "";
        using (disk.Fill())
        {
            await killed.KillAsync();
            await using var process = await GatewayProcess.StartAsync(disk.Folder, within: disk.Within);
            using var gateway = new RunningGateway(process, disk.SeenFromOutside) { VirtualKey = before.VirtualKey };
            await gateway.AnswerAsync();
            await process.TerminateAsync();
            (var code, log) = await process.EndAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, code);
        }

        Assert.Contains("Free some space", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_on_a_read_only_disk_is_refused_in_one_line_that_says_what_to_do()
    {
        using var disk = new SmallDisk(megabytes: 8);
        await disk.MakeReadOnlyAsync();
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => GatewayProcess.StartAsync(disk.Folder, within: disk.Within));
        Assert.Contains($"The data folder {disk.Folder} cannot be used", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Make it writable", refused.Message, StringComparison.Ordinal);
    }

    private static Task<MockServer> MockAsync() =>
        MockServer.StartAsync(new MockOptions { LatencyFactor = 0 }, TimeProvider.System, TestContext.Current.CancellationToken);

    /// <summary>Answers until the gateway knows of the trouble, and twenty more, for which nobody waits.</summary>
    private static async Task MeetAsync(RunningGateway gateway, string cure, List<string> answered)
    {
        while (await FaultAsync(gateway) is null)
        {
            answered.Add(await gateway.AnswerAsync()); // what the database has room for is still written
        }

        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 20; i++)
        {
            answered.Add(await gateway.AnswerAsync());
        }

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"nobody waits for a trouble that is known, and twenty answers took {watch.Elapsed}");
        Assert.Contains(cure, await FaultAsync(gateway), StringComparison.Ordinal);
        Assert.Contains("warmpath_ledger_failing 1", await gateway.GetAsync("/metrics"), StringComparison.Ordinal);
        await gateway.GetAsync("/readyz");
        var (status, refusal) = await gateway.AskAdminAsync(HttpMethod.Post, "clients", new { name = "late" });
        Assert.Equal(503, status);
        Assert.Contains(cure, refusal, StringComparison.Ordinal);
    }

    private static async Task RecoverAsync(RunningGateway gateway, List<string> answered)
    {
        var watch = Stopwatch.StartNew();
        while (await FaultAsync(gateway) is not null)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.True(watch.Elapsed < LongestCatchingUp, $"caught up after {watch.Elapsed}");
        answered.Add(await gateway.AnswerAsync()); // its row is in the store, and so is all that was before it in the queue
        var rows = (await gateway.AdminAsync("requests?limit=1000")).GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(answered.Order(), rows.Select(row => row.GetProperty("id").GetString()!).Order());
        Assert.All(rows, row => Assert.Equal("complete", row.GetProperty("end").GetString()));
    }

    private static async Task EndWellAsync(GatewayProcess process)
    {
        await process.TerminateAsync();
        var (code, log) = await process.EndAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, code);
        Assert.Contains("[3001] The ledger cannot be written", log, StringComparison.Ordinal);
        Assert.Contains("[3002] The ledger is written again", log, StringComparison.Ordinal);
    }

    private static async Task<string?> FaultAsync(RunningGateway gateway)
    {
        var fault = (await gateway.AdminAsync("status")).GetProperty("ledger").GetProperty("fault");
        return fault.ValueKind == JsonValueKind.String ? fault.GetString() : null;
    }
}
