using Microsoft.Extensions.Logging;
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

    public static async Task<Fleet> StartAsync()
    {
        var terminal = new TestTerminal();
        var mock = await MockServer.StartAsync(new MockOptions { LatencyFactor = 0 }, TimeProvider.System);
        return new Fleet(terminal, mock, await ServeAsync(Options(terminal)));
    }

    public static ServeOptions Options(TestTerminal terminal) => new() { Urls = ["http://127.0.0.1:0"], DataFolder = terminal.Data };

    public static Task<GatewayServer> ServeAsync(ServeOptions options) =>
        GatewayServer.StartAsync(options, logging => logging.SetMinimumLevel(LogLevel.None), TimeProvider.System, CancellationToken.None);

    public async Task RestartAsync(ServeOptions options)
    {
        await Gateway.DisposeAsync();
        Gateway = await ServeAsync(options);
    }

    /// <summary>Adds the mock's key of that place.</summary>
    public Task<int> AddKeyAsync(string name, int place = 0) =>
        Terminal.RunAsync(["key", "add", name, "--secret-stdin", "--base-url", Mock.BaseUrl], Mock.Keys[place].Secret + "\n");

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Mock.DisposeAsync();
        Terminal.Dispose();
    }
}
