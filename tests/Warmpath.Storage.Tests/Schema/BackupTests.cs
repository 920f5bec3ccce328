namespace Warmpath.Storage.Tests.Schema;

public class BackupTests : StoreTest
{
    private string Target => Path.Combine(Folder.Sub("backups"), "monday");

    [Fact]
    public async Task A_copy_of_a_store_that_is_being_written_to_is_whole_and_starts_with_its_master_key()
    {
        await using (var store = await OpenAsync())
        {
            await store.AddKeyAsync(Some.Key(), None);
            await Task.WhenAll(Enumerable.Range(1, 500).Select(n => store.WriteAsync(Some.Row(n))));
            var writing = Task.WhenAll(Enumerable.Range(501, 2000).Select(n => store.WriteAsync(Some.Row(n))));
            await StoreBackup.CopyAsync(Folder.Data, Target, withMasterKey: true, None);
            Assert.All(await writing, Assert.True);
        }

        await using var copy = await OpenAsync(folder: Target);
        Assert.Equal(Some.Key(), Assert.Single(await copy.ListKeysAsync(None)));
        var requests = (await copy.SumAsync(Some.Now.AddDays(-1), Some.Now.AddDays(1), None)).Requests;
        Assert.InRange(requests, 500, 2500);
        Assert.Equal(requests, Convert.ToInt64(Sql("SELECT count(*) FROM requests", Path.Combine(Target, "warmpath.db")), null));
    }

    [Fact]
    public async Task Nobody_else_can_read_a_copy_and_without_being_asked_it_has_no_master_key()
    {
        await using (var store = await OpenAsync())
        {
            await store.AddKeyAsync(Some.Key(), None);
        }

        await StoreBackup.CopyAsync(Folder.Data, Target, withMasterKey: false, None);
        Assert.Equal("warmpath.db", Path.GetFileName(Assert.Single(Directory.EnumerateFileSystemEntries(Target))));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Target, "warmpath.db")));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Target));
        }

        var lost = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(folder: Target));
        Assert.Contains("master key is lost", lost.Message, StringComparison.Ordinal);
        await using var restored = await OpenAsync(await File.ReadAllTextAsync(Folder.MasterKey), Target);
        Assert.Single(await restored.ListKeysAsync(None));
    }

    [Fact]
    public async Task A_copy_never_takes_the_place_of_what_is_there_and_one_that_fails_leaves_nothing()
    {
        await using (await OpenAsync())
        {
        }

        Directory.CreateDirectory(Target);
        await Assert.ThrowsAsync<StoreException>(() => StoreBackup.CopyAsync(Folder.Data, Target, false, None));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Target));
        Directory.Delete(Target);
        await File.WriteAllTextAsync(Folder.Database, "this is no database, but long enough to be taken for one".PadRight(2000, '.'));
        await Assert.ThrowsAsync<StoreException>(() => StoreBackup.CopyAsync(Folder.Data, Target, false, None));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(Target)!));
    }
}
