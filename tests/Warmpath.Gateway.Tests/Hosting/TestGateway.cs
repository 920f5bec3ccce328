using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Warmpath.Gateway.Clients;
using Warmpath.Gateway.DataPlane;
using Warmpath.Gateway.Keys;
using Warmpath.Gateway.Settings;
using Warmpath.Routing;
using Warmpath.Routing.Fleet;
using Warmpath.Storage;
using Warmpath.Storage.Clients;
using Warmpath.Storage.Keys;
using Warmpath.Storage.Ledger;
using Warmpath.Storage.Settings;

namespace Warmpath.Gateway.Tests.Hosting;

/// <summary>A whole gateway on a loopback port, with its store in a folder of its own.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    private readonly string _folder;
    private readonly WarmpathStore _store;
    private readonly WebApplication _app;

    private TestGateway(string folder, WarmpathStore store, WebApplication app, TimeProvider time)
    {
        (_folder, _store, _app, Time) = (folder, store, app, time);
    }

    public TimeProvider Time { get; }

    public FakeTimeProvider FakeTime => (FakeTimeProvider)Time;

    public string Database => Path.Combine(_folder, "warmpath.db");

    public string Url => _app.Urls.First();

    public string Token { get; private set; } = "";

    public HttpClient Client { get; private set; } = new();

    public IServiceProvider Services => _app.Services;

    public WarmpathStore Store => _store;

    public LogLines Log { get; private init; } = new();

    /// <param name="time">Null: a clock that stands until the test advances it.</param>
    /// <param name="upstreams">One key each, <c>key-1</c>, <c>key-2</c>, ..., with the secrets <c>secret-1</c>, ... and organizations of their own.</param>
    public static Task<TestGateway> StartAsync(TimeProvider? time, params string[] upstreams) => StartAsync(time, _ => { }, upstreams);

    /// <param name="adjust">Changes what a gateway is made of, after all of it is there.</param>
    public static async Task<TestGateway> StartAsync(TimeProvider? time, Action<WebApplicationBuilder> adjust, params string[] upstreams)
    {
        time ??= new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        var folder = Directory.CreateTempSubdirectory("warmpath-gateway-").FullName;
        var store = await WarmpathStore.OpenAsync(new StoreOptions(folder, null), time, CancellationToken.None);
        var log = new LogLines();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Information).AddProvider(log);
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.ConfigureWarmpath());
        builder.Services.AddSingleton(store).AddWarmpathControlPlane(time).AddWarmpathDataPlane();
        adjust(builder);
        var gateway = new TestGateway(folder, store, builder.Build(), time) { Log = log };
        await gateway._app.Services.LoadWarmpathAsync(CancellationToken.None);
        gateway._app.MapWarmpathDataPlane();
        gateway._app.MapWarmpathControlPlane();
        await gateway._app.StartAsync();
        await gateway.FillAsync(upstreams);
        return gateway;
    }

    public Task ChangeSettingsAsync(Func<GatewaySettings, GatewaySettings> change) =>
        Services.GetRequiredService<LiveSettings>().ChangeAsync(change, CancellationToken.None);

    public HttpRequestMessage Message(string body, string path = "/v1/messages?beta=true")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Url + path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("authorization", "Bearer " + Token);
        request.Headers.TryAddWithoutValidation("anthropic-version", "2023-06-01");
        return request;
    }

    /// <summary>Sends a message and returns as soon as the headers are there.</summary>
    public Task<HttpResponseMessage> SendAsync(string body) =>
        Client.SendAsync(Message(body), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

    /// <summary>A connection of a client's own, to see what a client library hides.</summary>
    public async Task<Socket> ConnectAsync(string request)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", new Uri(Url).Port);
        await socket.SendAsync(Encoding.Latin1.GetBytes(request));
        return socket;
    }

    /// <summary>Sends a message as bytes and reads to the end of the connection.</summary>
    public async Task<string> ExchangeRawAsync(string body)
    {
        using var socket = await ConnectAsync(RawMessage(body));
        return await ReadToEndAsync(socket);
    }

    public string RawMessage(string body) =>
        $"POST /v1/messages HTTP/1.1\r\nhost: gateway\r\nx-api-key: {Token}\r\ncontent-type: application/json\r\ncontent-length: {body.Length}\r\n\r\n{body}";

    public static async Task<string> ReadToEndAsync(Socket socket)
    {
        var text = new StringBuilder();
        var piece = new byte[16 * 1024];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await socket.ReceiveAsync(piece, limit.Token) is > 0 and var read)
        {
            text.Append(Encoding.Latin1.GetString(piece, 0, read));
        }

        return text.ToString();
    }

    /// <summary>The sums of all that the ledger has.</summary>
    public async Task<LedgerTotals> SumAsync() =>
        (await _store.ListKeyHoursAsync(DateTimeOffset.UnixEpoch, Time.GetUtcNow().AddDays(1), CancellationToken.None))
            .Aggregate(default(LedgerTotals), (sum, hour) => sum + hour.Totals);

    public FleetView View() => Services.GetRequiredService<Router>().View(Services.GetRequiredService<TimeProvider>().GetUtcNow());

    /// <summary>Lets the standing clock go on until something has happened.</summary>
    public async Task<T> AdvanceUntilAsync<T>(Task<T> happening, double stepSeconds = 0.05)
    {
        while (!happening.IsCompleted)
        {
            FakeTime.Advance(TimeSpan.FromSeconds(stepSeconds));
            await Task.WhenAny(happening, Task.Delay(1, TestContext.Current.CancellationToken));
        }

        return await happening;
    }

    /// <summary>Lets the standing clock go on until an answer is there, but not while its request is on its way: that takes as long as the machine is busy.</summary>
    public async Task<HttpResponseMessage> AdvanceWhileHeldAsync(Task<HttpResponseMessage> sending)
    {
        while (!sending.IsCompleted)
        {
            if (View().Waiting > 0)
            {
                FakeTime.Advance(TimeSpan.FromMilliseconds(50));
            }

            await Task.WhenAny(sending, Task.Delay(1, TestContext.Current.CancellationToken));
        }

        return await sending;
    }

    /// <summary>The only row there is. A row is written before its answer's last byte, so that none has to be waited for.</summary>
    public async Task<LedgerRow> RowAsync() => Assert.Single(await RowsAsync());

    public async Task<IReadOnlyList<LedgerRow>> RowsAsync() => (await _store.QueryAsync(new LedgerQuery(), CancellationToken.None)).Items;

    /// <summary>For a row that no answer announces: the client is gone.</summary>
    public async Task<LedgerRow> RowOnceWrittenAsync()
    {
        while (true)
        {
            if (await RowsAsync() is [var row])
            {
                return row;
            }

            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>As when the process is told to end; the store stays open.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await EndAsync(_app);
        await EndAsync(_store); // which waits for a store in trouble, by the clock that only a test advances
        Directory.Delete(_folder, recursive: true);
    }

    private async Task EndAsync(IAsyncDisposable part)
    {
        var ending = part.DisposeAsync().AsTask();
        while (Time is FakeTimeProvider clock && !ending.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(ending, Task.Delay(1));
        }

        await ending;
    }

    private async Task FillAsync(string[] upstreams)
    {
        Token = (await Services.GetRequiredService<ClientDirectory>().AddAsync("dev", new ClientOptions(), CancellationToken.None))!.Value.Token;
        var keys = Services.GetRequiredService<KeyRing>();
        foreach (var (number, url) in upstreams.Index())
        {
            var config = new KeyConfig
            {
                Id = new KeyId($"key_{number + 1}"), Name = $"key-{number + 1}", Provider = "anthropic", BaseUrl = url, OrganizationName = $"org-{number + 1}",
            };
            await keys.AddAsync(new StoredKey(config, $"secret-{number + 1}", "…", Time.GetUtcNow()), CancellationToken.None);
        }
    }
}
