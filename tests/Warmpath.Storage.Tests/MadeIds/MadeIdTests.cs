using Warmpath.Routing;
using Warmpath.Routing.Fleet;

namespace Warmpath.Storage.Tests.MadeIds;

public class MadeIdTests : StoreTest
{
    private static readonly Maker Acme = new(new KeyId("key_1"), "org_1", "wrkspc_1");
    private static readonly Maker Unnamed = new(new KeyId("key_2"), null, null);

    [Fact]
    public async Task An_id_is_its_makers_for_ever_and_beyond_a_restart()
    {
        await using (var store = await OpenAsync())
        {
            Assert.False(await store.HasMadeIdsAsync(None));
            await store.AddMadeIdAsync(new("file_1", Acme, Some.Now), None);
            await store.AddMadeIdAsync(new("file_2", Unnamed, Some.Now), None);
            await store.AddMadeIdAsync(new("file_1", Unnamed, Some.Now), None); // found again through another key
        }

        await using var again = await OpenAsync();
        Assert.True(await again.HasMadeIdsAsync(None));
        Assert.Equal(Acme, (await again.FindMakersAsync(["file_1"], None)).GetValueOrDefault("file_1"));
        Assert.Equal(Unnamed, (await again.FindMakersAsync(["file_2"], None)).GetValueOrDefault("file_2"));
        Assert.Null((await again.FindMakersAsync(["file_3"], None)).GetValueOrDefault("file_3"));
    }
}
