namespace Warmpath.Storage.Tests.Schema;

public class OpeningTests : StoreTest
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task Nobody_else_can_read_the_folder_or_any_file_in_it()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return; // unreachable: for the analyzer
        }

        await using var store = await OpenAsync();
        await store.WriteAsync(Some.Row());
        Assert.Equal(OwnerFile | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder.Data));
        var files = Directory.GetFiles(Folder.Data);
        Assert.Contains(Folder.Database + "-wal", files);
        Assert.Contains(Folder.Database + "-shm", files);
        Assert.Contains(Folder.MasterKey, files);
        foreach (var file in files)
        {
            Assert.Equal(OwnerFile, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task A_folder_that_was_there_keeps_its_mode_and_its_files_are_made_private()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return; // unreachable: for the analyzer
        }

        const UnixFileMode Shared = OwnerFile | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
        Directory.CreateDirectory(Folder.Data, Shared);
        await File.WriteAllBytesAsync(Folder.Database, []);
        File.SetUnixFileMode(Folder.Database, OwnerFile | UnixFileMode.OtherRead);
        await using var store = await OpenAsync();
        Assert.Equal(Shared, File.GetUnixFileMode(Folder.Data));
        Assert.Equal(OwnerFile, File.GetUnixFileMode(Folder.Database));
    }

    [Fact]
    public async Task Two_stores_on_one_folder_see_each_others_work()
    {
        var opened = await Task.WhenAll(OpenAsync(), OpenAsync()); // at once, on a folder that is not there yet
        await using var one = opened[0];
        await using var other = opened[1];
        await one.AddKeyAsync(Some.Key(), None);
        Assert.Equal(Some.Key(), Assert.Single(await other.ListKeysAsync(None)));
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 100).Select(n => (n % 2 == 0 ? one : other).WriteAsync(Some.Row(n)))), Assert.True);
        Assert.NotNull(await one.FindRequestAsync(Some.Row(0).Id, None));
        Assert.Equal(100, (await other.QueryAsync(new(Limit: 1000), None)).Items.Count);
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_refused_untouched()
    {
        await (await OpenAsync()).DisposeAsync();
        Sql("INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Later', '99.0.0')");
        var error = await Assert.ThrowsAsync<StoreException>(() => OpenAsync());
        Assert.Contains("newer Warmpath (it has the schema change 29990101000000_Later)", error.Message, StringComparison.Ordinal);
        Assert.Contains("Update this program", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_change_that_fails_changes_nothing_and_the_next_start_makes_it()
    {
        await (await OpenAsync()).DisposeAsync();
        var drops = Sql("SELECT group_concat('DROP TABLE ' || name, ';') FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_*' AND name NOT GLOB 'sqlite*'");
        Sql($"DELETE FROM __EFMigrationsHistory; {drops}; CREATE TABLE recordings (none INTEGER)"); // one of the later changes makes a table of that name
        await Assert.ThrowsAsync<StoreException>(() => OpenAsync());
        Assert.Equal(0, Count("__EFMigrationsHistory"));
        Assert.Equal(0, Count("sqlite_master WHERE name = 'requests'"));

        Sql("DROP TABLE recordings");
        await using var store = await OpenAsync();
        await store.AddKeyAsync(Some.Key(), None);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_with_its_cure()
    {
        Directory.CreateDirectory(Folder.Data);
        await File.WriteAllTextAsync(Folder.Database, new string('x', 5000));
        var error = await Assert.ThrowsAsync<StoreException>(() => OpenAsync());
        Assert.Contains("restore it from a backup", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_told()
    {
        var file = Path.Combine(Folder.Sub("plain"), "file");
        await File.WriteAllTextAsync(file, "");
        var error = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(folder: Path.Combine(file, "data")));
        Assert.Contains("--data", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_to_close_leaves_one_file()
    {
        await using (var store = await OpenAsync())
        {
            await store.WriteAsync(Some.Row());
        }

        Assert.False(File.Exists(Folder.Database + "-wal"));
        Assert.Equal(1, Count("requests"));
    }
}
