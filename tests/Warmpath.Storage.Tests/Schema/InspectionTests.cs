using Warmpath.Storage.Secrets;

namespace Warmpath.Storage.Tests.Schema;

public class InspectionTests : StoreTest
{
    [Fact]
    public async Task A_sound_store_is_told_with_its_keys_also_while_it_is_open()
    {
        await using var store = await OpenAsync();
        Assert.Empty((await InspectAsync()).KeyUrls);
        await store.AddKeyAsync(Some.Key(), None);
        Assert.Equal([Some.Key().Config.BaseUrl], (await InspectAsync()).KeyUrls);
        Assert.Equal(0, (await InspectAsync()).PendingChanges);
    }

    [Fact]
    public async Task A_damaged_page_is_found_before_a_request_finds_it()
    {
        await using (var store = await OpenAsync())
        {
            await Task.WhenAll(Enumerable.Range(1, 2000).Select(n => store.WriteAsync(Some.Row(n))));
        }

        await using (var file = new FileStream(Folder.Database, FileMode.Open))
        {
            file.Position = file.Length / 2 / 4096 * 4096;
            file.Write(Enumerable.Repeat((byte)0xEE, 4096).ToArray());
        }

        var damage = await Assert.ThrowsAsync<StoreException>(InspectAsync);
        Assert.Contains("damaged", damage.Message, StringComparison.Ordinal);
        Assert.Contains("Restore it from a backup", damage.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task When_the_master_key_is_gone_for_good_forgetting_the_keys_lets_the_gateway_start_with_all_else()
    {
        await using (var store = await OpenAsync())
        {
            await store.AddKeyAsync(Some.Key(), None);
            await store.AddClientAsync(Some.Client(), None);
            await store.WriteAsync(Some.Row());
            Assert.Contains("A gateway has the store", (await Assert.ThrowsAsync<StoreException>(ForgetAsync)).Message, StringComparison.Ordinal);
        }

        Assert.Contains("fits", (await Assert.ThrowsAsync<StoreException>(ForgetAsync)).Message, StringComparison.Ordinal);
        File.Delete(Folder.MasterKey);
        var lost = await Assert.ThrowsAsync<StoreException>(InspectAsync);
        Assert.Contains("warmpath doctor --forget-keys", lost.Message, StringComparison.Ordinal);
        Assert.Equal(1, await ForgetAsync());

        await using var anew = await OpenAsync();
        Assert.Empty(await anew.ListKeysAsync(None));
        Assert.Single(await anew.ListClientsAsync(None));
        Assert.NotNull(await anew.FindRequestAsync(Some.Row().Id, None));
        await anew.AddKeyAsync(Some.Key(), None);
        Assert.Equal(Some.Key(), Assert.Single(await anew.ListKeysAsync(None)));
    }

    [Fact]
    public async Task Another_master_key_is_taken_once_the_keys_of_the_one_before_are_forgotten()
    {
        await using (var store = await OpenAsync())
        {
            await store.AddKeyAsync(Some.Key(), None);
        }

        var other = MasterKey.Create().ToBase64();
        await File.WriteAllTextAsync(Folder.MasterKey, other);
        Assert.Equal(1, await ForgetAsync());
        await using (await OpenAsync())
        {
        }

        Assert.Equal(other, await File.ReadAllTextAsync(Folder.MasterKey));
    }

    private Task<StoreReport> InspectAsync() => StoreInspection.RunAsync(new(Folder.Data, null), None);

    private Task<int> ForgetAsync() => StoreRecovery.ForgetKeysAsync(new(Folder.Data, null), None);
}
