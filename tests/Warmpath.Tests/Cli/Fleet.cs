using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Warmpath.Cli;
using Warmpath.Mock;
using Warmpath.Serve;

namespace Warmpath.Tests.Cli;

/// <summary>A gateway before the mock provider, as the user of a <see cref="TestTerminal"/> runs it.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private Fleet(TestTerminal terminal, MockServer mock, GatewayServer gateway) => (Terminal, Mock, Gateway) = (terminal, mock, gateway);

    public TestTerminal Terminal { get; }

    public MockServer Mock { get; }

    public GatewayServer Gateway { get; private set; }

    /// <summary>The gateway's first virtual key.</summary>
    public string VirtualKey { get; private init; } = "";

    /// <param name="mock">The default organizations without latency unless given.</param>
    /// <param name="time">The gateway's; the machine's unless given.</param>
    public static async Task<Fleet> StartAsync(MockOptions? mock = null, TimeProvider? time = null)
    {
        var terminal = new TestTerminal();
        var provider = await MockServer.StartAsync(mock ?? new MockOptions { LatencyFactor = 0 }, TimeProvider.System);
        var gateway = await ServeAsync(Options(terminal), time);
        return new Fleet(terminal, provider, gateway) { VirtualKey = gateway.FirstStart.VirtualKey! };
    }

    /// <summary>A gateway that has every key of the mock, by the mock's names.</summary>
    public static async Task<Fleet> WithAllKeysAsync(MockOptions? mock = null)
    {
        var fleet = await StartAsync(mock);
        for (var place = 0; place < fleet.Mock.Keys.Count; place++)
        {
            Assert.Equal(0, await fleet.AddKeyAsync(fleet.Mock.Keys[place].Name, place));
        }

        return fleet;
    }

    /// <summary>The same with the mock's keys as OpenAI's.</summary>
    public static async Task<Fleet> WithOpenAIKeysAsync(MockOptions? mock = null)
    {
        var fleet = await StartAsync(mock);
        foreach (var key in fleet.Mock.Keys)
        {
            await fleet.SendAsync(HttpMethod.Post, "/keys", JsonSerializer.Serialize(
                new { name = key.Name, provider = "openai", secret = key.Secret, baseUrl = fleet.Mock.BaseUrl }));
        }

        return fleet;
    }

    public static ServeOptions Options(TestTerminal terminal) => new() { Urls = ["http://127.0.0.1:0"], DataFolder = terminal.Data };

    public static Task<GatewayServer> ServeAsync(ServeOptions options, TimeProvider? time = null) =>
        GatewayServer.StartAsync(options, logging => logging.SetMinimumLevel(LogLevel.None), time ?? TimeProvider.System, CancellationToken.None);

    public async Task RestartAsync(ServeOptions options)
    {
        await Gateway.DisposeAsync();
        Gateway = await ServeAsync(options);
    }

    /// <summary>Adds the mock's key of that place.</summary>
    public Task<int> AddKeyAsync(string name, int place = 0) =>
        Terminal.RunAsync(["key", "add", name, "--secret-stdin", "--base-url", Mock.BaseUrl], Mock.Keys[place].Secret + "\n");

    /// <summary>What the admin API answers to a GET under its root.</summary>
    public async Task<JsonElement> AdminAsync(string path)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", LocalGateway.Read(Terminal.Data)!.Token);
        return await http.GetFromJsonAsync<JsonElement>(Gateway.Url + "/admin/api/v1" + path);
    }

    public Task ChangeSettingsAsync(string json) => SendAsync(HttpMethod.Patch, "/settings", json);

    /// <summary>Changes the gateway's first client, whose virtual key <see cref="VirtualKey"/> is.</summary>
    public async Task ChangeClientAsync(string json) =>
        await SendAsync(HttpMethod.Patch, "/clients/" + (await AdminAsync("/clients")).GetProperty("items")[0].GetProperty("id").GetString(), json);

    private async Task SendAsync(HttpMethod method, string path, string json)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", LocalGateway.Read(Terminal.Data)!.Token);
        using var request = new HttpRequestMessage(method, Gateway.Url + "/admin/api/v1" + path)
        {
            Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json"),
        };
        using var response = await http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Mock.DisposeAsync();
        Terminal.Dispose();
    }
}
