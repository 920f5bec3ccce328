using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Warmpath.Storage.Ledger;
using Warmpath.Storage.Recordings;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Tests.Ledger;

public class PreparedInsertTests : StoreTest
{
    [Fact]
    public async Task Every_column_that_the_database_does_not_fill_itself_is_inserted()
    {
        await (await OpenAsync()).DisposeAsync();
        using var database = new StoreDatabase(Folder.Database);
        using var context = database.Open();
        using var connection = database.Connect(Durability.Kill);
        Check<RequestRow>();
        Check<LineageRow>();
        Check<HourRow>();
        Check<OpenRow>();
        Check<CounterfactualRow>();
        Check<RecordingRow>();
        Check<BlockRow>();

        void Check<T>()
            where T : class
        {
            var entity = context.Model.FindEntityType(typeof(T))!; // a row of the schema
            var columns = entity.GetProperties().Where(property => property.ValueGenerated == ValueGenerated.Never).Select(property => property.GetColumnName());
            using var insert = new PreparedInsert<T>(connection, entity.GetTableName()!, "");
            Assert.Equal(columns.Order(), insert.Names.Order());
        }
    }
}
