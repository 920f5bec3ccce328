using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Warmpath.Gateway.Tests.Admin;

/// <summary>A provider on a loopback port that says the same to everybody, and names organization <c>org-1</c> and workspace <c>wrkspc_1</c>.</summary>
internal sealed class CannedProvider : IAsyncDisposable
{
    private readonly WebApplication _app;

    private CannedProvider(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    public ConcurrentQueue<(string Method, string Path, string Secret)> Calls { get; } = [];

    public static async Task<CannedProvider> StartAsync(int status, string body)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var provider = new CannedProvider(app);
        app.Run(async http =>
        {
            provider.Calls.Enqueue((http.Request.Method, http.Request.Path, http.Request.Headers["x-api-key"].ToString()));
            http.Response.StatusCode = status;
            http.Response.Headers["anthropic-organization-id"] = "org-1";
            http.Response.Headers["anthropic-workspace-id"] = "wrkspc_1";
            http.Response.Headers["request-id"] = "req_" + provider.Calls.Count.ToString(CultureInfo.InvariantCulture);
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(body);
        });
        await app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
