using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Warmpath.Gateway.Tests.Hosting;
using Warmpath.Storage;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Tests.DataPlane;

/// <summary>A store that cannot be written, and what clients notice of it: nothing.</summary>
public class StoreTroubleTests
{
    [Fact]
    public async Task While_another_program_holds_the_store_locked_answers_pass_and_afterwards_every_row_is_there()
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.StreamAsync(Prompts.WholeStream));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        var store = gateway.Services.GetRequiredService<WarmpathStore>();
        await using (var other = new SqliteConnection($"Data Source={gateway.Database};Pooling=False"))
        {
            await other.OpenAsync();
            await using var holding = await other.BeginTransactionAsync(System.Data.IsolationLevel.Serializable);
            for (var i = 0; i < 20; i++)
            {
                Assert.Equal(Prompts.WholeStream, await gateway.AdvanceUntilAsync(ReadAsync(gateway)));
            }

            while (!store.IsLedgerFailing)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken); // SQLite waits for its turn for five seconds of its own
            }

            // From here on not even the clock has to go on.
            for (var i = 0; i < 20; i++)
            {
                Assert.Equal(Prompts.WholeStream, await ReadAsync(gateway));
            }

            Assert.Contains("end that one, or wait", store.LedgerHealth.Fault, StringComparison.Ordinal);
            using var ready = await gateway.Client.GetAsync(gateway.Url + "/readyz");
            Assert.Equal(200, (int)ready.StatusCode);
        }

        await gateway.AdvanceUntilAsync(Task.Run(async () =>
        {
            while (store.LedgerHealth is not { FailingSince: null, Pending: 0 })
            {
                await Task.Delay(5);
            }

            return true;
        }));
        var rows = await gateway.RowsAsync();
        Assert.Equal(40, rows.Select(row => row.Id).Distinct().Count());
        Assert.All(rows, row => Assert.Equal(EndState.Complete, row.End));
        Assert.Equal(0, store.LedgerHealth.Dropped);
    }

    private static async Task<string> ReadAsync(TestGateway gateway)
    {
        using var response = await gateway.SendAsync(Prompts.Streamed);
        return await response.Content.ReadAsStringAsync();
    }
}
