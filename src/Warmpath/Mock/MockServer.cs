using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Warmpath.Mock.Accounts;
using Warmpath.Mock.Faults;
using Warmpath.Mock.Requests;

namespace Warmpath.Mock;

/// <summary>
/// A provider to test against: Anthropic's and OpenAI's APIs over HTTP, with organizations, limits, caches and prices like the real one's, and faults on
/// command. What it answers is told by <c>[[directives]]</c> in the prompt.
/// </summary>
public sealed class MockServer : IAsyncDisposable
{
    /// <summary>Bytes of the largest body that it takes, where a route does not take more (providers.md 1.4).</summary>
    internal const int MaximumBody = 32 * 1024 * 1024;

    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping;

    private MockServer(
        WebApplication app, CancellationTokenSource stopping, IReadOnlyList<MockKey> keys, FaultList faults, RequestLog requests)
    {
        _app = app;
        _stopping = stopping;
        Keys = keys;
        Faults = faults;
        Requests = requests;
        BaseUrl = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
    }

    /// <summary>Such as <c>http://127.0.0.1:4242</c>, without a slash at the end.</summary>
    public string BaseUrl { get; }

    /// <summary>In the order of the organizations.</summary>
    public IReadOnlyList<MockKey> Keys { get; }

    public FaultList Faults { get; }

    public RequestLog Requests { get; }

    /// <param name="time">Clock of limits, caches and pace.</param>
    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<MockServer> StartAsync(MockOptions options, TimeProvider time, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.WebHost.UseKestrelCore().UseUrls(options.Url).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaximumBody;
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(5);
        });

        var keys = new MockKeyRing(options.Organizations);
        var faults = new FaultList();
        var requests = new RequestLog();
        var stopping = new CancellationTokenSource();
        var api = new MockApi(options, keys, faults, requests, new(options, time), time, stopping.Token);
        var app = builder.Build();
        app.MapControl(keys.Keys, faults, requests);
        app.Map("{**path}", api.HandleAsync);
        await app.StartAsync(cancellationToken);
        return new(app, stopping, keys.Keys, faults, requests);
    }

    /// <summary>Stops at once: answers that are on their way are cut. A second time does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    /// <summary>Leaves the process's signals to the program around it.</summary>
    private sealed class EmbeddedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
