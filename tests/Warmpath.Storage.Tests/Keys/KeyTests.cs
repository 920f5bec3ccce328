using System.Text;
using Warmpath.Routing.Limits;

namespace Warmpath.Storage.Tests.Keys;

public class KeyTests : StoreTest
{
    [Fact]
    public async Task A_key_comes_back_as_it_was_added_also_after_a_restart()
    {
        var key = Some.Key() with
        {
            Config = Some.Key().Config with
            {
                Enabled = false,
                Draining = true,
                OrganizationName = "Research",
                BoundWorkspaceId = "wrkspc_1",
                DiscoveredOrganizationId = "org_1",
                DiscoveredWorkspaceId = "wrkspc_2",
                Limits = new Dictionary<string, LimitSettings> { ["*"] = new(50, 30_000, null) },
            },
        };
        await using (var store = await OpenAsync())
        {
            await store.AddKeyAsync(key, None);
        }

        await using var again = await OpenAsync();
        var read = Assert.Single(await again.ListKeysAsync(None));
        Assert.Equal(key.Config.Limits!["*"], read.Config.Limits!["*"]);
        Assert.Equal(key, read with { Config = read.Config with { Limits = key.Config.Limits } }); // a record compares a dictionary by reference
    }

    [Fact]
    public async Task Keys_are_listed_in_the_order_of_their_making()
    {
        await using var store = await OpenAsync();
        await store.AddKeyAsync(Some.Key("a", createdAt: Some.Now.AddSeconds(2)), None);
        await store.AddKeyAsync(Some.Key("b", createdAt: Some.Now.AddSeconds(1)), None);
        Assert.Equal(["b", "a"], (await store.ListKeysAsync(None)).Select(key => key.Config.Id.Value));
    }

    [Fact]
    public async Task An_update_replaces_configuration_and_secret_of_that_key_only()
    {
        await using var store = await OpenAsync();
        await store.AddKeyAsync(Some.Key("a"), None);
        await store.AddKeyAsync(Some.Key("b"), None);
        var changed = Some.Key("b", "sk-ant-api03-other");
        Assert.True(await store.UpdateKeyAsync(changed, None));
        Assert.Equal([Some.Key("a"), changed], await store.ListKeysAsync(None));
    }

    [Fact]
    public async Task Changing_or_removing_a_key_that_is_not_there_says_so()
    {
        await using var store = await OpenAsync();
        Assert.False(await store.UpdateKeyAsync(Some.Key(), None));
        Assert.False(await store.RemoveKeyAsync("key_1", None));
        await store.AddKeyAsync(Some.Key(), None);
        Assert.True(await store.RemoveKeyAsync("key_1", None));
        Assert.Empty(await store.ListKeysAsync(None));
    }

    [Fact]
    public async Task Adding_an_id_twice_is_refused_and_changes_nothing()
    {
        await using var store = await OpenAsync();
        await store.AddKeyAsync(Some.Key(), None);
        var error = await Assert.ThrowsAsync<StoreException>(() => store.AddKeyAsync(Some.Key(secret: "sk-ant-api03-two"), None));
        Assert.DoesNotContain("sk-ant", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(Some.Key(), Assert.Single(await store.ListKeysAsync(None)));
    }

    [Fact]
    public async Task No_secret_stands_in_any_file_of_the_data_folder()
    {
        const string Secret = "sk-ant-api03-very-secret";
        await using var store = await OpenAsync();
        await store.AddKeyAsync(Some.Key(secret: Secret), None);
        foreach (var file in Directory.GetFiles(Folder.Data, "warmpath.db*")) // write-ahead log included: the store is still open
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            Assert.Equal(-1, bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)));
            Assert.Equal(-1, bytes.ToArray().AsSpan().IndexOf(Encoding.Unicode.GetBytes(Secret)));
            Assert.Equal(-1, bytes.ToArray().AsSpan().IndexOf("very-secret"u8));
        }
    }

    [Fact]
    public async Task A_secret_moved_into_another_keys_row_does_not_open()
    {
        await using var store = await OpenAsync();
        await store.AddKeyAsync(Some.Key("a"), None);
        await store.AddKeyAsync(Some.Key("b"), None);
        Sql("UPDATE keys SET secret = (SELECT secret FROM keys WHERE id = 'a') WHERE id = 'b'");
        var error = await Assert.ThrowsAsync<StoreException>(() => store.ListKeysAsync(None));
        Assert.Contains("key b", error.Message, StringComparison.Ordinal);
    }
}
