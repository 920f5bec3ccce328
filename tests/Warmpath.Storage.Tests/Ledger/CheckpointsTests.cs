using Warmpath.Storage.Ledger;

namespace Warmpath.Storage.Tests.Ledger;

public sealed class CheckpointsTests : StoreTest
{
    [Fact]
    public async Task What_was_written_is_folded_into_the_database_a_while_later_and_not_within_the_commit()
    {
        await using var store = await OpenAsync();
        var before = new FileInfo(Folder.Database).Length;
        await Task.WhenAll(Enumerable.Range(1, 2000).Select(n => store.WriteAsync(Some.Row(n))));
        Assert.Equal(before, new FileInfo(Folder.Database).Length);

        await UntilAsync(() => new FileInfo(Folder.Database).Length > before + 2000 * 100, advance: Checkpoints.Period);
    }
}
