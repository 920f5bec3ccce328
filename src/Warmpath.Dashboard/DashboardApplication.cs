using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Radzen;
using Warmpath.Dashboard.Live;
using Warmpath.Dashboard.Requests;
using Warmpath.Dashboard.Shell;
using Warmpath.Dashboard.SignIn;
using Warmpath.Gateway.Admin.Access;
using Warmpath.Gateway.Admin.Clients;
using Warmpath.Gateway.Admin.Keys;
using Warmpath.Gateway.Admin.Settings;
using Warmpath.Gateway.Admin.Status;
using Warmpath.Gateway.Clients;
using Warmpath.Gateway.Events;
using Warmpath.Gateway.Keys;
using Warmpath.Gateway.Settings;
using Warmpath.Routing;
using Warmpath.Storage;

namespace Warmpath.Dashboard;

/// <summary>The pages: an application of their own behind the gateway's server, made when the first of them is asked for.</summary>
/// <remarks>
/// Their components, the library below them and the live connection take 20 MB and a part of the start, for which a gateway that nobody looks at has no use. What
/// is the gateway's is shared with it.
/// </remarks>
/// <param name="gateway">Services of the gateway, which outlives it.</param>
public sealed class DashboardApplication(IServiceProvider gateway) : IAsyncDisposable
{
    private const string Assets = "warmpath.staticwebassets.endpoints.json";

    private readonly Lock _lock = new();
    private readonly BorrowedServer _server = new();
    private Task<WebApplication>? _making;

    /// <summary>Somebody has asked for a page.</summary>
    public bool IsMade => _making is not null;

    /// <summary>Its services; makes it, if nobody has asked for a page yet.</summary>
    public async Task<IServiceProvider> ServicesAsync() => (await ApplicationAsync()).Services;

    /// <returns>False when no page is there, and nothing was answered.</returns>
    public async Task<bool> ServeAsync(HttpContext http) => await _server.PassAsync(http, await ServicesAsync());

    public async ValueTask DisposeAsync()
    {
        if (_making is not { } making)
        {
            return;
        }

        await ((Task)making).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (making.IsCompletedSuccessfully)
        {
            await making.Result.StopAsync();
            await making.Result.DisposeAsync();
        }
    }

    // One that failed is made anew for who asks next.
    private Task<WebApplication> ApplicationAsync()
    {
        lock (_lock)
        {
            return _making is { IsFaulted: false } made ? made : _making = Task.Run(MakeAsync);
        }
    }

    private async Task<WebApplication> MakeAsync()
    {
        var host = gateway.GetRequiredService<IWebHostEnvironment>();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = host.ContentRootPath, EnvironmentName = host.EnvironmentName, ApplicationName = host.ApplicationName,
        });
        builder.Configuration.Sources.Clear(); // as the gateway: nothing but its own options decides
        builder.WebHost.UseStaticWebAssets(); // a build that is not published has them where the packages lie
        builder.Services.AddSingleton<IServer>(_server);
        Share(builder.Services);
        Add(builder.Services);
        var application = builder.Build();
        Map(application);
        await application.StartAsync();
        gateway.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(application.Lifetime.StopApplication); // ends the live connections
        return application;
    }

    private void Share(IServiceCollection services)
    {
        Share<ILoggerFactory>();
        Share<TimeProvider>();
        Share<WarmpathStore>();
        Share<Router>();
        Share<KeyRing>();
        Share<ClientDirectory>();
        Share<LiveSettings>();
        Share<EventJournal>();
        Share<StatusReader>();
        Share<KeyOperations>();
        Share<ClientOperations>();
        Share<SettingsOperations>();
        Share<AdminAccess>();
        Share<FailedSignIns>();
        Share<Passwords>();
        Share<Sessions>();

        // What is given is not disposed with the application.
        void Share<T>()
            where T : class => services.AddSingleton(gateway.GetRequiredService<T>());
    }

    private static void Add(IServiceCollection services)
    {
        WarmpathStore.ProtectDataOf(services);
        services.AddSignIn();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddRadzenComponents();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<FleetFeed>(
            provider, (Func<CancellationToken, Task<StatusJson>>)provider.GetRequiredService<StatusReader>().ReadAsync));
        services.AddHostedService(provider => provider.GetRequiredService<FleetFeed>());
    }

    private static void Map(WebApplication app)
    {
        app.UseWhen(IsReading, reading => reading.UseStatusCodePagesWithReExecute("/not-found"));
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UsePageGuards();
        app.UseAntiforgery();
        app.MapStaticAssets(Assets).Add(endpoint => endpoint.Metadata.Add(PageGuards.Mark));
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null) // ours says it
            .WithStaticAssets(Assets)
            .RequireAuthorization(Sessions.Scheme)
            .Add(endpoint => endpoint.Metadata.Add(PageGuards.Mark));
        app.MapSignOut();
        app.MapLedgerExport();
        app.UseEndpoints(_ => { });
        app.Run(EndAsync);
    }

    private static bool IsReading(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    // Whoever is signed in and follows a dead link sees a page that says so; everybody else gets the gateway's own answer.
    private static Task EndAsync(HttpContext http)
    {
        if (!IsReading(http) || http.User.Identity is not { IsAuthenticated: true })
        {
            return BorrowedServer.NothingHere(http);
        }

        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
