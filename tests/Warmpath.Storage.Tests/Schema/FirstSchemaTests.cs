using Microsoft.EntityFrameworkCore;
using Warmpath.Storage.Clients;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Tests.Schema;

/// <summary>A database as the first released schema wrote it (first-schema.db), brought to this program's schema.</summary>
public class FirstSchemaTests : StoreTest
{
    // Sealed with this master key, which guards nothing else.
    private const string Key = "d2FybXBhdGgncyBmaXJzdCBzY2hlbWEsIHRlc3Qga2U=";

    [Fact]
    public async Task Everything_in_it_is_there_afterwards_and_the_file_waits_untouched_until_then()
    {
        Directory.CreateDirectory(Folder.Data);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Schema", "first-schema.db"), Folder.Database);
        Assert.True((await StoreInspection.RunAsync(new(Folder.Data, Key), None)).PendingChanges > 0);
        Assert.Equal(1L, Convert.ToInt64(Sql("SELECT count(*) FROM \"__EFMigrationsHistory\""), null));

        await using (var store = await OpenAsync(Key))
        {
            Assert.Equal(Some.Key(), Assert.Single(await store.ListKeysAsync(None)));
            var client = Assert.Single(await store.ListClientsAsync(None));
            Assert.Equal((Some.Client().Name, new ClientOptions(90)), (client.Name, client.Options));
            Assert.Equal(42, (await store.GetSettingsAsync(None)).MaximumWaitSeconds);
            var row = await store.FindRequestAsync(Some.Row().Id, None);
            Assert.Equal((Some.Row().KeyName, Some.Row().Lineage), (row!.KeyName, row.Lineage));
            Assert.Equal(1, (await store.SumAsync(Some.Now.AddDays(-1), Some.Now.AddDays(1), None)).Requests);
            Assert.Equal("moved", Assert.Single(await store.ListEventsAsync(null, 10, None)).Kind);
            Assert.True(await store.WriteAsync(Some.Row(2)));
        }

        Assert.Equal(0, (await StoreInspection.RunAsync(new(Folder.Data, Key), None)).PendingChanges);
    }

    [Fact]
    public async Task The_changes_that_are_looked_for_are_those_that_EF_makes_and_lead_to_the_model()
    {
        await (await OpenAsync()).DisposeAsync();
        using var database = new StoreDatabase(Folder.Database);
        using var context = database.Open(Durability.PowerCut);
        Assert.Equal(context.Database.GetMigrations(), SchemaUpdate.Known());
        Assert.False(context.Database.HasPendingModelChanges());
    }
}
