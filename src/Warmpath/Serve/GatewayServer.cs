using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Warmpath.Cli;
using Warmpath.Dashboard;
using Warmpath.Gateway;
using Warmpath.Gateway.Admin.Access;
using Warmpath.Gateway.Admin.Keys;
using Warmpath.Gateway.Clients;
using Warmpath.Gateway.DataPlane;
using Warmpath.Gateway.Keys;
using Warmpath.Gateway.Traffic;
using Warmpath.Gateway.Upstream;
using Warmpath.Shadows;
using Warmpath.Storage;
using Warmpath.Storage.Clients;

namespace Warmpath.Serve;

/// <summary>One gateway: its store, data plane and control plane in one web application.</summary>
public sealed class GatewayServer : IAsyncDisposable
{
    private const string StartedName = "first-start";

    // What a stream under way may take to end once the gateway was told to stop.
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(30);

    private readonly Task<(WarmpathStore Store, ILoggerFactory Log)> _opening;
    private readonly WebApplication _app;
    private readonly string _dataFolder;
    private readonly TlsCertificate? _certificate;
    private LocalGateway? _local;

    private GatewayServer(
        Task<(WarmpathStore Store, ILoggerFactory Log)> opening, WebApplication app, string dataFolder, TlsCertificate? certificate) =>
        (_opening, _app, _dataFolder, _certificate) = (opening, app, dataFolder, certificate);

    /// <summary>The first address as a client on this machine reaches it, such as <c>http://127.0.0.1:4141</c>.</summary>
    public string Url { get; private set; } = "";

    public FirstStart FirstStart { get; private set; } = new(null, null);

    public IServiceProvider Services => _app.Services;

    /// <summary>Opens the store, puts in force what it keeps, and begins to listen.</summary>
    /// <param name="logging">Where logs go.</param>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    /// <exception cref="CommandException">An address cannot be listened on, or a key in the environment is none.</exception>
    public static async Task<GatewayServer> StartAsync(
        ServeOptions options, Action<ILoggingBuilder> logging, TimeProvider time, CancellationToken cancellationToken)
    {
        var certificate = Certificate(options, time);
        // It takes as long as all the rest. Meanwhile the application is made, which asks for the store when it is prepared.
        var opening = Task.Run(() => OpenStoreAsync(options, logging, time, cancellationToken), cancellationToken);
        GatewayServer? server = null;
        try
        {
            var builder = Builder(options, logging, certificate);
            builder.Services.AddSingleton(_ => opening.GetAwaiter().GetResult().Store);
            builder.Services.AddWarmpathControlPlane(time).AddWarmpathDataPlane().AddWarmpathDashboard();
            builder.Services.AddSingleton(new UpstreamProxy(options.UpstreamProxy)).AddSingleton<ITrafficListener, ShadowListener>();
            server = new GatewayServer(opening, builder.Build(), options.DataFolder, certificate);
            await server.PrepareAsync(options, cancellationToken);
            await server.ListenAsync(options, cancellationToken);
            return server;
        }
        catch
        {
            await (server?.DisposeAsync() ?? CloseAsync(opening));
            throw;
        }
    }

    /// <summary>Until the process is told to end or the token is cancelled.</summary>
    public async Task WaitForShutdownAsync(CancellationToken cancellationToken)
    {
        var lifetime = Services.GetRequiredService<IHostApplicationLifetime>();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, cancellationToken);
        await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Takes no more requests, gives those under way half a minute to end, stops listening, and flushes the ledger.</summary>
    public async ValueTask DisposeAsync()
    {
        _local?.Remove(_dataFolder);
        await _app.StopAsync();
        await _app.DisposeAsync();
        await CloseAsync(_opening);
    }

    private static WebApplicationBuilder Builder(ServeOptions options, Action<ILoggingBuilder> logging, TlsCertificate? certificate)
    {
        // Nothing but our own options decides: no settings file of the current folder, no ASPNETCORE_ variables for addresses.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory, EnvironmentName = Environments.Production, ApplicationName = "warmpath",
        });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        Configure(builder.Logging, logging);
        builder.WebHost.UseStaticWebAssets(); // a build that is not published has them where the packages lie
        builder.WebHost.UseUrls([.. options.Urls]);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ConfigureWarmpath();
            if (certificate is not null)
            {
                kestrel.ConfigureHttpsDefaults(https => ListenTls.Configure(https, certificate));
            }
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Goodbye);
        return builder;
    }

    private static async ValueTask CloseAsync(Task<(WarmpathStore Store, ILoggerFactory Log)> opening)
    {
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully)
        {
            await opening.Result.Store.DisposeAsync();
            opening.Result.Log.Dispose();
        }
    }

    // It is open before the application is there and after that has gone, so it has a log of its own.
    private static async Task<(WarmpathStore Store, ILoggerFactory Log)> OpenStoreAsync(
        ServeOptions options, Action<ILoggingBuilder> logging, TimeProvider time, CancellationToken cancellationToken)
    {
        var log = LoggerFactory.Create(building => Configure(building, logging));
        try
        {
            return (await WarmpathStore.OpenAsync(new StoreOptions(options.DataFolder, options.MasterKey) { Serves = true }, time, log, cancellationToken), log);
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    private static void Configure(ILoggingBuilder log, Action<ILoggingBuilder> logging)
    {
        log.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddFilter("Warmpath", LogLevel.Information)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical) // a failed start is told by the command, in one line
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None); // else every request gets an Activity that nobody reads
        logging(log);
    }

    private static TlsCertificate? Certificate(ServeOptions options, TimeProvider time) => (options.Tls, options.Urls.Any(ListenUrls.IsTls)) switch
    {
        ({ } files, true) => new TlsCertificate(files, time),
        (null, true) => throw new CommandException("An address with https needs a certificate: name it with --certificate.", CommandException.WrongUsage),
        _ => null,
    };

    private async Task PrepareAsync(ServeOptions options, CancellationToken cancellationToken)
    {
        _app.MapWarmpathDataPlane();
        _app.MapWarmpathControlPlane();
        _app.MapWarmpathDashboard();
        var endpoints = Task.Run(BuildEndpoints, cancellationToken);
        var (store, _) = await _opening;
        await Services.LoadWarmpathAsync(cancellationToken);
        await Services.LoadDashboardAsync(cancellationToken);
        var adminToken = await Services.GetRequiredService<AdminAccess>().OpenAsync(options.AdminToken, cancellationToken);
        FirstStart = new FirstStart(adminToken, await FirstVirtualKeyAsync(store, cancellationToken));
        await AddKeysAsync(options.AnthropicKeys, cancellationToken);
        await endpoints;
    }

    // Authorization asks for them when the server starts, which would wait: the live connection of the pages is compiled then.
    private int BuildEndpoints() => ((IEndpointRouteBuilder)_app).DataSources.Sum(source => source.Endpoints.Count);

    private async Task<string?> FirstVirtualKeyAsync(WarmpathStore store, CancellationToken cancellationToken)
    {
        if (await store.GetValueAsync(StartedName, cancellationToken) is not null)
        {
            return null;
        }

        var added = await Services.GetRequiredService<ClientDirectory>().AddAsync("default", new ClientOptions(), cancellationToken);
        await store.SetValueAsync(StartedName, "done"u8.ToArray(), cancellationToken);
        return added?.Token;
    }

    private async Task AddKeysAsync(IReadOnlyList<string> secrets, CancellationToken cancellationToken)
    {
        try
        {
            await StartupKeys.AddAsync(secrets, Services.GetRequiredService<KeyRing>(), Services.GetRequiredService<TimeProvider>(), cancellationToken);
        }
        catch (FormatException fault)
        {
            throw new CommandException($"WARMPATH_ANTHROPIC_KEYS: {fault.Message}");
        }
    }

    private async Task ListenAsync(ServeOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is IOException { InnerException: AddressInUseException } or SocketException or InvalidOperationException or FormatException)
        {
            throw new CommandException($"{string.Join(' ', options.Urls)} cannot be listened on: {Why(fault)} Choose other addresses with --urls.");
        }

        Url = ListenUrls.AsClientsSee(_app.Urls.First());
        _local = new LocalGateway(Url, ClientToken.NewAdminToken(), _certificate?.Fingerprint);
        Services.GetRequiredService<AdminAccess>().AcceptForNow(_local.Token);
        LeaveAddress(_local);
        WatchCertificate();
    }

    // A convenience: on a full disk the gateway starts without it.
    private void LeaveAddress(LocalGateway local)
    {
        try
        {
            local.Write(_dataFolder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Services.GetRequiredService<ILogger<GatewayServer>>().AddressNotLeft(fault.Message);
        }
    }

    // The verbs on this machine know the certificate by its fingerprint: it need not bear the name that they call.
    private void WatchCertificate()
    {
        if (_certificate is null)
        {
            return;
        }

        var logger = Services.GetRequiredService<ILogger<TlsCertificate>>();
        _certificate.Refused = logger.CertificateRefused;
        _certificate.Renewed = certificate =>
        {
            logger.CertificateRenewed(certificate.Subject, certificate.NotAfter.ToUniversalTime());
            _local = _local! with { Fingerprint = _certificate.Fingerprint }; // set before this is called
            LeaveAddress(_local);
        };
    }

    private static string Why(Exception fault) => fault switch
    {
        IOException => "another program, or another gateway, listens there already.",
        SocketException { SocketErrorCode: SocketError.AccessDenied } => "this user may not (ports below 1024 need a privilege).",
        _ => fault.Message.ReplaceLineEndings(" "),
    };
}
