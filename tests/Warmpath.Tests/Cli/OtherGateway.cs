using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Warmpath.Tests.Cli;

/// <summary>What makes virtual keys as a gateway does, and lets something happen meanwhile.</summary>
internal sealed class OtherGateway : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OtherGateway(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public static async Task<OtherGateway> StartAsync(Action meanwhile)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/admin/api/v1/clients", () => Results.Text("""{"items":[]}""", "application/json"));
        app.MapPost("/admin/api/v1/clients", () =>
        {
            meanwhile();
            return Results.Text("""{"token":"wp-zyxwvutsrqponmlkjihgfedcba9876543210-_zyxwv"}""", "application/json");
        });
        await app.StartAsync();
        return new OtherGateway(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
