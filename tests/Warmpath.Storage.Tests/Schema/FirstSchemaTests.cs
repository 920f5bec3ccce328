using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
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
    public void The_script_beside_each_migration_is_what_EF_writes_for_it_and_they_lead_to_the_model()
    {
        using var database = new StoreDatabase(Folder.Database);
        using var context = database.Open();
        Assert.False(context.Database.HasPendingModelChanges());
        var migrations = context.GetService<IMigrationsAssembly>();
        if (Environment.GetEnvironmentVariable("UPDATE_SCRIPTS") is { } folder)
        {
            foreach (var (name, type) in migrations.Migrations)
            {
                File.WriteAllText(Path.Combine(folder, name + ".sql"), Script(type));
            }
        }

        Assert.Equal(migrations.Migrations.Keys, SchemaUpdate.Known());
        Assert.All(migrations.Migrations, migration => Assert.Equal(Script(migration.Value), SchemaUpdate.ScriptOf(migration.Key)));

        string Script(TypeInfo type)
        {
            var migration = migrations.CreateMigration(type, context.Database.ProviderName!); // it has one
            var model = context.GetService<IModelRuntimeInitializer>().Initialize(migration.TargetModel, designTime: true);
            return string.Join('\n', context.GetService<IMigrationsSqlGenerator>().Generate(migration.UpOperations, model).Select(command => command.CommandText));
        }
    }
}
