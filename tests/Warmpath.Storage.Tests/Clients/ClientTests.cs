using Warmpath.Storage.Clients;

namespace Warmpath.Storage.Tests.Clients;

public class ClientTests : StoreTest
{
    [Fact]
    public async Task A_client_comes_back_as_it_was_added_also_after_a_restart()
    {
        await using (var store = await OpenAsync())
        {
            await store.AddClientAsync(Some.Client(), None);
        }

        await using var again = await OpenAsync();
        var read = Assert.Single(await again.ListClientsAsync(None));
        Assert.Equal(Some.Client().TokenHash, read.TokenHash);
        Assert.Equal(Some.Client() with { TokenHash = read.TokenHash }, read);
    }

    [Fact]
    public async Task An_update_changes_that_client_only()
    {
        await using var store = await OpenAsync();
        await store.AddClientAsync(Some.Client("a"), None);
        await store.AddClientAsync(Some.Client("b"), None);
        Assert.True(await store.UpdateClientAsync(Some.Client("b") with { Name = "Grace", Options = new ClientOptions() }, None));
        var clients = await store.ListClientsAsync(None);
        Assert.Equal(["Ada", "Grace"], clients.Select(client => client.Name));
        Assert.Equal([90, null], clients.Select(client => client.Options.ValueOfTimePerHour));
    }

    [Fact]
    public async Task Changing_or_removing_a_client_that_is_not_there_says_so()
    {
        await using var store = await OpenAsync();
        Assert.False(await store.UpdateClientAsync(Some.Client(), None));
        Assert.False(await store.RemoveClientAsync("client_1", None));
        await store.AddClientAsync(Some.Client(), None);
        Assert.True(await store.RemoveClientAsync("client_1", None));
        Assert.Empty(await store.ListClientsAsync(None));
    }

    [Fact]
    public async Task Options_of_a_newer_program_are_read_as_far_as_they_are_known()
    {
        await using var store = await OpenAsync();
        await store.AddClientAsync(Some.Client(), None);
        Sql("""UPDATE clients SET options = '{"valueOfTimePerHour":5,"mood":"good"}'""");
        Assert.Equal(new ClientOptions(5), Assert.Single(await store.ListClientsAsync(None)).Options);
    }
}
