using System.CommandLine;
using Warmpath.Gateway.Admin;

namespace Warmpath.Cli.Doctor;

/// <summary><c>warmpath doctor</c>: looks at everything that a gateway depends on, and says what to do about each fault.</summary>
internal static class DoctorCommand
{
    // Made long after this day, so an earlier clock is wrong for certain: TLS and cache ages fail with it.
    private static readonly DateTimeOffset Earliest = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Command Create(Terminal terminal)
    {
        var gateway = new GatewayOptions(terminal);
        var json = JsonOutput.Option();
        var forget = new Option<bool>("--forget-keys")
        {
            Description = "Removes every provider key from a store whose master key is gone for good. Clients, settings and the ledger stay.",
        };
        var yes = new Option<bool>("--yes") { Description = "Do not ask before --forget-keys." };
        var command = new Command("doctor", "Checks data folder, store, keys, clock and upstreams. Exit code 1 when something is broken.") { json, forget, yes };
        gateway.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(forget))
            {
                await ForgetKeys.RunAsync(terminal, gateway.DataFolderOf(parsed), parsed.GetValue(yes), cancellationToken);
                return 0;
            }

            var faults = 0;
            var findings = new List<Finding>();
            await foreach (var finding in LookAsync(terminal, gateway, parsed).WithCancellation(cancellationToken))
            {
                faults += finding.Severity == Severity.Fault ? 1 : 0;
                findings.Add(finding);
                if (!parsed.GetValue(json))
                {
                    Write(terminal, finding);
                }
            }

            if (parsed.GetValue(json))
            {
                JsonOutput.Write(terminal, findings);
            }

            return faults == 0 ? 0 : throw new CommandException($"{faults} of {findings.Count} checks found a fault; each says what to do.");
        });
        return command;
    }

    private static async IAsyncEnumerable<Finding> LookAsync(Terminal terminal, GatewayOptions gateway, ParseResult parsed)
    {
        if (terminal.Time.GetUtcNow() < Earliest)
        {
            yield return new("clock", Severity.Fault, $"it says {terminal.Time.GetUtcNow():yyyy-MM-dd}, which is past.", "Switch time synchronisation on (timedatectl set-ntp true).");
        }

        var folder = gateway.DataFolderOf(parsed);
        foreach (var finding in FolderCheck.Run(folder))
        {
            yield return finding;
        }

        var (store, sound) = await StoreCheck.AskAsync(folder, terminal.Variable("WARMPATH_MASTER_KEY"));
        yield return sound;

        using var admin = gateway.Connect(parsed);
        var (status, answer) = await GatewayCheck.AskAsync(admin);
        yield return answer;
        foreach (var finding in status is null ? [] : GatewayCheck.Read(status, terminal.Time))
        {
            yield return finding;
        }

        // Those that keys lead to, and nobody else: from some machines a call to another provider is a fault in itself.
        var upstreams = (status?.Keys.Select(key => key.BaseUrl) ?? store?.KeyUrls ?? []).Distinct().ToList();
        if (upstreams.Count == 0)
        {
            yield return new("upstream", Severity.Note, "none was asked, since no key is known that leads to one.", "warmpath key add NAME");
        }

        await foreach (var finding in UpstreamCheck.RunAsync(upstreams, terminal.Variable("WARMPATH_UPSTREAM_PROXY"), terminal.Time))
        {
            yield return finding;
        }
    }

    private static void Write(Terminal terminal, Finding finding)
    {
        var mark = finding.Severity switch { Severity.Good => "ok   ", Severity.Note => "note ", _ => "FAULT" };
        var cure = finding.Cure is null ? "" : $" → {finding.Cure}";
        terminal.Out.WriteLine($"{mark}  {finding.Subject,-11}  {Plain.Line(finding.Text + cure)}");
    }
}
