using System.CommandLine;
using Warmpath.Gateway.Admin.Status;

namespace Warmpath.Cli.Status;

/// <summary><c>warmpath status</c>: the first screen in the terminal.</summary>
internal static class StatusCommand
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    public static Command Create(Terminal terminal)
    {
        var gateway = new GatewayOptions(terminal);
        var json = JsonOutput.Option();
        var watch = new Option<bool>("--watch") { Description = "Look again every two seconds, until Ctrl-C." };
        var command = new Command("status", "How the gateway fares: keys, limits, cache hits, money.") { json, watch };
        gateway.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var admin = gateway.Connect(parsed);
            do
            {
                var status = await admin.GetAsync<StatusJson>("/status", cancellationToken);
                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(terminal, status);
                }
                else
                {
                    if (parsed.GetValue(watch) && terminal.Rich)
                    {
                        terminal.Tables().Clear(home: true);
                    }

                    StatusScreen.Write(terminal, status);
                }
            }
            while (parsed.GetValue(watch) && await PauseAsync(terminal.Time, cancellationToken));
        });
        return command;
    }

    private static async Task<bool> PauseAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        await Task.Delay(BetweenLooks, time, cancellationToken);
        return true;
    }
}
