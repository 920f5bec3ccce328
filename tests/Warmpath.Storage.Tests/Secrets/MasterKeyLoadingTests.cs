using Warmpath.Storage.Secrets;

namespace Warmpath.Storage.Tests.Secrets;

public class MasterKeyLoadingTests : StoreTest
{
    [Fact]
    public async Task The_first_start_makes_a_master_key_and_later_ones_keep_it()
    {
        await AddKeyAsync();
        var made = await File.ReadAllTextAsync(Folder.MasterKey);
        Assert.True(MasterKey.TryParse(made, out _));
        await ReadKeyAsync();
        Assert.Equal(made, await File.ReadAllTextAsync(Folder.MasterKey));
    }

    [Fact]
    public async Task A_master_key_that_is_given_is_used_and_no_file_is_made()
    {
        var given = MasterKey.Create().ToBase64();
        await AddKeyAsync(given);
        await ReadKeyAsync(given);
        Assert.False(File.Exists(Folder.MasterKey));
    }

    [Fact]
    public async Task A_master_key_from_the_file_may_be_given_instead_of_the_file()
    {
        await AddKeyAsync();
        var key = await File.ReadAllTextAsync(Folder.MasterKey);
        File.Delete(Folder.MasterKey);
        await ReadKeyAsync(key);
    }

    [Fact]
    public async Task A_lost_master_key_is_told_with_its_cure_and_none_is_made()
    {
        await AddKeyAsync();
        File.Move(Folder.MasterKey, Folder.MasterKey + ".backup");
        var error = await Assert.ThrowsAsync<StoreException>(() => OpenAsync());
        Assert.Contains("lost", error.Message, StringComparison.Ordinal);
        Assert.Contains($"Restore {Folder.MasterKey} from a backup", error.Message, StringComparison.Ordinal);
        Assert.Contains("WARMPATH_MASTER_KEY", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Folder.MasterKey));

        File.Move(Folder.MasterKey + ".backup", Folder.MasterKey);
        await ReadKeyAsync();
    }

    [Fact]
    public async Task Another_master_key_is_told_and_changes_nothing()
    {
        await AddKeyAsync();
        var right = await File.ReadAllTextAsync(Folder.MasterKey);
        var wrong = MasterKey.Create().ToBase64();
        var given = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(wrong));
        Assert.Contains("in WARMPATH_MASTER_KEY is not the one", given.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(wrong, given.ToString(), StringComparison.Ordinal);

        await File.WriteAllTextAsync(Folder.MasterKey, wrong);
        var filed = await Assert.ThrowsAsync<StoreException>(() => OpenAsync());
        Assert.Contains($"in {Folder.MasterKey} is not the one", filed.Message, StringComparison.Ordinal);

        await ReadKeyAsync(right);
    }

    [Fact]
    public async Task A_malformed_master_key_is_told_with_the_way_to_make_one()
    {
        var given = await Assert.ThrowsAsync<StoreException>(() => OpenAsync("hunter2"));
        Assert.Contains("openssl rand -base64 32", given.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", given.ToString(), StringComparison.Ordinal);

        await File.WriteAllTextAsync(Folder.MasterKey, "cut");
        var filed = await Assert.ThrowsAsync<StoreException>(() => OpenAsync());
        Assert.Contains(Folder.MasterKey, filed.Message, StringComparison.Ordinal);
        Assert.Equal("cut", await File.ReadAllTextAsync(Folder.MasterKey));
    }

    [Fact]
    public async Task When_no_provider_key_is_left_a_lost_master_key_is_replaced_and_keys_can_be_added_anew()
    {
        await AddKeyAsync();
        File.Delete(Folder.MasterKey);
        await StoreRecovery.ForgetKeysAsync(new(Folder.Data, null), None);
        await AddKeyAsync();
        await ReadKeyAsync();
    }

    private async Task AddKeyAsync(string? masterKey = null)
    {
        await using var store = await OpenAsync(masterKey);
        await store.AddKeyAsync(Some.Key(), None);
    }

    private async Task ReadKeyAsync(string? masterKey = null)
    {
        await using var store = await OpenAsync(masterKey);
        Assert.Equal(Some.Key(), Assert.Single(await store.ListKeysAsync(None)));
    }
}
