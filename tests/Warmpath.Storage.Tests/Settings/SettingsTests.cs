using Warmpath.Storage.Settings;

namespace Warmpath.Storage.Tests.Settings;

public class SettingsTests : StoreTest
{
    [Fact]
    public async Task Settings_never_set_are_the_defaults()
    {
        await using var store = await OpenAsync();
        var settings = await store.GetSettingsAsync(None);
        Assert.Equal(new GatewaySettings { AllowedHosts = settings.AllowedHosts }, settings);
        Assert.Empty(settings.AllowedHosts);
    }

    [Fact]
    public async Task Settings_come_back_as_they_were_last_set_also_after_a_restart()
    {
        var settings = new GatewaySettings { MaximumWaitSeconds = 12.5, RetentionDays = 7, PassOverloaded = true, AllowedHosts = ["169.254.1.1"] };
        await using (var store = await OpenAsync())
        {
            await store.SetSettingsAsync(new GatewaySettings(), None);
            await store.SetSettingsAsync(settings, None);
        }

        await using var again = await OpenAsync();
        var read = await again.GetSettingsAsync(None);
        Assert.Equal(settings.AllowedHosts, read.AllowedHosts);
        Assert.Equal(settings, read with { AllowedHosts = settings.AllowedHosts });
    }

    [Fact]
    public async Task Unknown_fields_are_left_out_and_missing_ones_have_their_default()
    {
        await using var store = await OpenAsync();
        await store.SetSettingsAsync(new GatewaySettings(), None);
        Sql("""UPDATE named_values SET value = CAST('{"retentionDays":3,"fromTheFuture":{"a":[1]}}' AS BLOB) WHERE name = 'store:settings'""");
        var read = await store.GetSettingsAsync(None);
        Assert.Equal(new GatewaySettings { RetentionDays = 3, AllowedHosts = read.AllowedHosts }, read);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"retentionDays":"many"}""")]
    public async Task Damaged_settings_are_told_with_their_cure(string document)
    {
        await using var store = await OpenAsync();
        await store.SetSettingsAsync(new GatewaySettings(), None);
        Sql($"UPDATE named_values SET value = CAST('{document}' AS BLOB) WHERE name = 'store:settings'");
        var error = await Assert.ThrowsAsync<StoreException>(() => store.GetSettingsAsync(None));
        Assert.Contains("DELETE FROM named_values WHERE name = 'store:settings'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_value_can_be_set_replaced_and_removed()
    {
        await using var store = await OpenAsync();
        Assert.Null(await store.GetValueAsync("admin", None));
        await store.SetValueAsync("admin", [1, 2], None);
        await store.SetValueAsync("admin", [3], None);
        await store.SetValueAsync("other", [], None);
        Assert.Equal(new byte[] { 3 }, await store.GetValueAsync("admin", None));
        Assert.Equal(Array.Empty<byte>(), await store.GetValueAsync("other", None));
        await store.SetValueAsync("admin", null, None);
        Assert.Null(await store.GetValueAsync("admin", None));
    }

    [Fact]
    public async Task The_stores_own_values_cannot_be_set_by_name()
    {
        await using var store = await OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => store.SetValueAsync("store:settings", [1], None));
    }
}
