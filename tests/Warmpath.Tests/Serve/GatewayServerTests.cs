using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Warmpath.Cli;
using Warmpath.Gateway.Keys;
using Warmpath.Serve;
using Warmpath.Storage;
using Warmpath.Tests.Cli;

namespace Warmpath.Tests.Serve;

public class GatewayServerTests
{
    [Fact]
    public async Task Secrets_are_made_at_the_first_start_alone()
    {
        await using var fleet = await Fleet.StartAsync();
        Assert.StartsWith("wpa-", fleet.Gateway.FirstStart.AdminToken, StringComparison.Ordinal);
        Assert.StartsWith("wp-", fleet.Gateway.FirstStart.VirtualKey, StringComparison.Ordinal);

        await fleet.RestartAsync(Fleet.Options(fleet.Terminal));
        Assert.Equal(new FirstStart(null, null), fleet.Gateway.FirstStart);
    }

    [Fact]
    public async Task A_store_that_cannot_be_opened_is_told_in_its_own_words()
    {
        var terminal = new TestTerminal();
        var fault = await Assert.ThrowsAsync<StoreException>(() => Fleet.ServeAsync(Fleet.Options(terminal) with { MasterKey = "abc" }));
        Assert.StartsWith("The master key in WARMPATH_MASTER_KEY is not 32 bytes", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_gateway_on_one_data_folder_does_not_start_and_the_first_goes_on()
    {
        await using var fleet = await Fleet.StartAsync();
        var fault = await Assert.ThrowsAsync<StoreException>(() => Fleet.ServeAsync(Fleet.Options(fleet.Terminal)));
        Assert.Contains("Another gateway serves from the data folder", fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, await fleet.Terminal.RunAsync(["status"])); // the address that it left for the verbs is still its own
        await fleet.RestartAsync(Fleet.Options(fleet.Terminal));
    }

    [Fact]
    public async Task A_given_admin_token_takes_the_place_of_the_one_before()
    {
        await using var fleet = await Fleet.StartAsync();
        var before = fleet.Gateway.FirstStart.AdminToken!;
        await fleet.RestartAsync(Fleet.Options(fleet.Terminal) with { AdminToken = "a-token-of-my-own-choice" });

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(fleet, "a-token-of-my-own-choice"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(fleet, before));
    }

    [Fact]
    public async Task Keys_of_the_environment_are_added_once_however_often_it_starts()
    {
        await using var fleet = await Fleet.StartAsync();
        var options = Fleet.Options(fleet.Terminal) with { AnthropicKeys = ["sk-ant-one", "sk-ant-two", "sk-ant-one"] };
        await fleet.RestartAsync(options);
        await fleet.RestartAsync(options);

        var keys = fleet.Gateway.Services.GetRequiredService<KeyRing>().All;
        Assert.Equal(["sk-ant-one", "sk-ant-two"], keys.Select(key => key.Secret));
        Assert.Equal(["anthropic-1", "anthropic-2"], keys.Select(key => key.Config.Name));
    }

    [Fact]
    public async Task A_broken_key_of_the_environment_is_named_by_its_place_alone()
    {
        using var terminal = new TestTerminal();
        var failure = await Assert.ThrowsAsync<CommandException>(
            () => Fleet.ServeAsync(Fleet.Options(terminal) with { AnthropicKeys = ["sk-ant-good", "sk ant bad"] }));

        Assert.Contains("key 2", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sk ant bad", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_in_use_is_told_and_leaves_nothing_behind()
    {
        await using var fleet = await Fleet.StartAsync();
        using var other = new TestTerminal();

        Assert.Equal(1, await other.RunAsync(["serve", "--urls", fleet.Gateway.Url]));
        Assert.Contains("--urls", Assert.Single(other.Error.Trim().Split('\n'), line => line.StartsWith("warmpath: ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Null(LocalGateway.Read(other.Data));
    }

    [Fact]
    public async Task The_token_for_the_same_user_is_private_and_goes_with_the_gateway()
    {
        await using var fleet = await Fleet.StartAsync();
        var file = Path.Combine(fleet.Terminal.Data, "local.json");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var token = LocalGateway.Read(fleet.Terminal.Data)!.Token;

        await fleet.RestartAsync(Fleet.Options(fleet.Terminal));
        Assert.NotEqual(token, LocalGateway.Read(fleet.Terminal.Data)!.Token);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(fleet, token));
    }

    [Fact]
    public async Task Serve_ends_with_zero_when_it_is_told_to()
    {
        using var terminal = new TestTerminal();
        using var stop = new CancellationTokenSource();
        var serving = terminal.RunAsync(["serve", "--urls", "http://127.0.0.1:0"], cancellationToken: stop.Token);
        while (LocalGateway.Read(terminal.Data) is null)
        {
            Assert.False(serving.IsCompleted, terminal.Error);
            await Task.Yield();
        }

        await stop.CancelAsync();
        Assert.Equal(0, await serving);
        Assert.Null(LocalGateway.Read(terminal.Data));
        Assert.Contains("export ANTHROPIC_BASE_URL=http://127.0.0.1:", terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_goes_through_a_fresh_gateway_to_the_provider_and_into_the_ledger()
    {
        await using var fleet = await Fleet.StartAsync();
        await fleet.AddKeyAsync("acme");
        using var http = new HttpClient { BaseAddress = new Uri(fleet.Gateway.Url) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages")
        {
            Content = new StringContent("""{"model":"claude-sonnet-5-5","max_tokens":100,"messages":[{"role":"user","content":"[[say: well]]"}]}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("x-api-key", fleet.Gateway.FirstStart.VirtualKey);
        request.Headers.Add("anthropic-version", "2023-06-01");
        using var response = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("well", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("acme", response.Headers.GetValues("x-warmpath-key").Single());
        Assert.Equal(0, await fleet.Terminal.RunAsync(["status", "--json"]));
        Assert.Contains("\"requests\": 1", fleet.Terminal.Out, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> StatusAsync(Fleet fleet, string token)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.GetAsync(fleet.Gateway.Url + "/admin/api/v1/status");
        return response.StatusCode;
    }
}
