using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Warmpath.Gateway.Admin;
using Warmpath.Gateway.Admin.Access;
using Warmpath.Gateway.DataPlane;
using Warmpath.Storage;

namespace Warmpath.Gateway.Tests.Admin;

/// <summary>A whole gateway on a loopback port, seen through its admin API, with its store in a folder of its own.</summary>
internal sealed class AdminHost : IAsyncDisposable
{
    public const string Token = "an-admin-token-for-tests";
    public const string Secret = "sk-ant-api03-abcdefghijklmnopqrstuvwxyz-WXYZ";

    private readonly string _folder;
    private readonly bool _keepFolder;
    private readonly WebApplication _app;

    private AdminHost(string folder, bool keepFolder, WarmpathStore store, WebApplication app) =>
        (_folder, _keepFolder, Store, _app) = (folder, keepFolder, store, app);

    public WarmpathStore Store { get; }

    public HttpClient Http { get; } = new();

    public CapturedLog Log { get; private init; } = new();

    public IServiceProvider Services => _app.Services;

    public string Folder => _folder;

    public string Url => _app.Urls.First();

    /// <param name="folder">Of an earlier host, to start again on its data; null for one that goes with the host.</param>
    public static async Task<AdminHost> StartAsync(string? folder = null)
    {
        var data = folder ?? Directory.CreateTempSubdirectory("warmpath-admin-").FullName;
        var store = await WarmpathStore.OpenAsync(new StoreOptions(data, null), TimeProvider.System, CancellationToken.None);
        var log = new CapturedLog();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.ConfigureWarmpath());
        builder.Services.AddSingleton(store).AddWarmpathControlPlane(TimeProvider.System).AddWarmpathDataPlane();
        var app = builder.Build();
        await app.Services.LoadWarmpathAsync(CancellationToken.None);
        await app.Services.GetRequiredService<AdminAccess>().OpenAsync(Token, CancellationToken.None);
        app.MapWarmpathDataPlane();
        app.MapWarmpathControlPlane();
        await app.StartAsync();
        var host = new AdminHost(data, folder is not null, store, app) { Log = log };
        host.Http.BaseAddress = new Uri(host.Url + AdminApi.Root + "/");
        host.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return host;
    }

    public Task<(HttpStatusCode Status, JsonNode Body)> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(string path, string? json) => SendAsync(HttpMethod.Post, path, json);

    public Task<(HttpStatusCode Status, JsonNode Body)> PatchAsync(string path, string json) => SendAsync(HttpMethod.Patch, path, json);

    /// <summary>Adds a key and returns it as the API shows it.</summary>
    public async Task<JsonNode> AddKeyAsync(string name, string baseUrl = "http://127.0.0.1:9", string secret = Secret)
    {
        var (status, key) = await PostAsync("keys", $$"""{"name":"{{name}}","provider":"anthropic","secret":"{{secret}}","baseUrl":"{{baseUrl}}"}""");
        Assert.Equal(HttpStatusCode.Created, status);
        return key;
    }

    public async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(HttpMethod method, string path, string? json)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"),
        };
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode != HttpStatusCode.InternalServerError, string.Join('\n', Log.Lines.Where(line => line.Contains("Exception", StringComparison.Ordinal))));
        if (!response.IsSuccessStatusCode)
        {
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        }

        return (response.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Store.DisposeAsync();
        if (!_keepFolder)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
