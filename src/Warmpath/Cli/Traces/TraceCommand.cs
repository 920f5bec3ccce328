using System.CommandLine;
using System.Globalization;
using System.Net.Http.Headers;
using Warmpath.Gateway.Admin;
using Warmpath.Gateway.Admin.Traces;
using Warmpath.Simulation.Traces;

namespace Warmpath.Cli.Traces;

/// <summary><c>warmpath trace</c>: takes the recorded traffic out of a gateway, for <c>warmpath simulate</c>.</summary>
internal static class TraceCommand
{
    public static Command Create(Terminal terminal)
    {
        var gateway = new GatewayOptions(terminal);
        var output = new Option<string>("--output")
        {
            Description = "The trace, one JSON object a line; gzipped when the name ends in .gz. No text of prompts is in it.", HelpName = "FILE", Required = true,
        };
        var organizations = new Option<string?>("--orgs") { Description = "Also the organizations, keys and limits, and when they did not serve, as simulate --orgs reads them.", HelpName = "FILE" };
        var decisions = new Option<string?>("--decisions") { Description = "Also which key answered each request, as simulate --check and --compare read it.", HelpName = "FILE" };
        var last = new Option<string>("--last") { Description = "How far back: 90m, 24h, 7d.", HelpName = "SPAN", DefaultValueFactory = _ => "1h" };
        var command = new Command("trace", "Writes the recorded traffic as a trace that warmpath simulate replays.") { output, organizations, decisions, last };
        gateway.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var admin = gateway.Connect(parsed);
            var now = terminal.Time.GetUtcNow();
            var span = string.Create(CultureInfo.InvariantCulture, $"?from={now - Span(parsed.GetRequiredValue(last)):yyyy-MM-ddTHH:mm:ss.fffZ}&to={now:yyyy-MM-ddTHH:mm:ss.fffZ}");
            var back = parsed.GetRequiredValue(last);
            var (headers, requests) = await SaveAsync("/trace" + span, parsed.GetRequiredValue(output));
            Say(parsed.GetRequiredValue(output), $"{Plain.Many(requests, "request")} of the last {back}");
            span += $"&through={headers.GetValues(TraceEndpoints.ThroughHeader).Single()}"; // what ends meanwhile is in none of the files
            if (parsed.GetValue(decisions) is { } log)
            {
                Say(log, Plain.Many((await SaveAsync("/trace/decisions" + span, log)).Lines, "decision"));
            }

            if (parsed.GetValue(organizations) is { } fleet)
            {
                await SaveAsync("/trace/organizations" + span, fleet);
                Say(fleet, "organizations, keys and limits");
            }

            // Not on standard output, which may be a file of it: --output /dev/stdout.
            void Say(string file, string what) => terminal.Error.WriteLine($"{Plain.Line(file)}: {what}");

            async Task<(HttpResponseHeaders Headers, long Lines)> SaveAsync(string path, string file)
            {
                await using var target = SimulationFiles.Create(file);
                return await admin.CopyAsync(path, target, cancellationToken);
            }
        });
        return command;
    }

    private static TimeSpan Span(string text)
    {
        if (text.Length > 1 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 1000)
        {
            switch (text[^1])
            {
                case 'm': return TimeSpan.FromMinutes(count);
                case 'h': return TimeSpan.FromHours(count);
                case 'd' when count <= 366: return TimeSpan.FromDays(count);
            }
        }

        throw new CommandException($"--last {text}: a span such as 90m, 24h or 7d is expected.", CommandException.WrongUsage);
    }
}
