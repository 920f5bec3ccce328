using System.CommandLine;
using Warmpath.Cli;
using Warmpath.Gateway.Admin;
using Warmpath.Gateway.Clients;
using Warmpath.Mock;
using Warmpath.Serve;

namespace Warmpath.Demo;

/// <summary><c>warmpath demo</c>: the gateway before a fake provider, with a few simulated developers at work.</summary>
internal static class DemoCommand
{
    public static Command Create(Terminal terminal)
    {
        var urls = new Option<string>("--urls") { Description = "Where the gateway listens.", HelpName = "URLS", DefaultValueFactory = _ => "http://127.0.0.1:4141" };
        var data = new Option<string?>("--data") { Description = "Folder to keep what happens in. Default: a temporary one, removed at the end.", HelpName = "DIR" };
        var calm = new Option<bool>("--calm") { Description = "Nothing breaks at the providers; their limits hold all the same." };
        var command = new Command("demo", "Shows a gateway at work: a fake provider, several organizations, simulated developers. Needs no key.") { urls, data, calm };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var folder = DemoFolder.Open(parsed.GetValue(data));
            var options = new ServeOptions
            {
                Urls = ListenUrls.Parse(parsed.GetRequiredValue(urls)), DataFolder = folder.Path, AdminToken = ClientToken.NewAdminToken(),
            };
            await using var mock = await MockServer.StartAsync(new MockOptions { Organizations = DemoFleet.Organizations }, terminal.Time, cancellationToken);
            await using var server = await GatewayServer.StartAsync(options, _ => { }, terminal.Time, cancellationToken);
            await DemoFleet.EnrolAsync(mock, server.Services, cancellationToken);
            Greeting.Write(terminal, options, server);
            terminal.Out.WriteLine();
            terminal.Out.WriteLine($"Open {server.Url}/ and sign in with  {options.AdminToken}");
            await PlayAsync(terminal, mock, server, folder.Path, parsed.GetValue(calm), cancellationToken);
        });
        return command;
    }

    private static async Task PlayAsync(
        Terminal terminal, MockServer mock, GatewayServer server, string dataFolder, bool calm, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var developers = await DemoFleet.HireAsync(server, terminal.Time, stop.Token);
        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"{developers.Count} simulated developers work through it{(calm ? "" : ", and now and then something breaks")}. Look closer with:");
        terminal.Out.WriteLine($"  warmpath status --watch --data {Plain.Line(dataFolder)}");
        terminal.Out.WriteLine("Ctrl-C ends the demo.");
        terminal.Out.WriteLine();

        var atWork = developers.Select(developer => developer.WorkAsync(stop.Token))
            .Concat(calm ? [] : [new DemoTrouble(mock, terminal.Time).PlayAsync(stop.Token)])
            .Append(new DemoTicker(terminal, server.Services).RunAsync(stop.Token))
            .ToList();
        await server.WaitForShutdownAsync(cancellationToken);
        await stop.CancelAsync();
        await Task.WhenAll(atWork).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        terminal.Out.WriteLine();
        terminal.Out.WriteLine("The demo is over.");
    }
}
