using System.CommandLine;
using Warmpath.Routing;
using Warmpath.Simulation.Decisions;
using Warmpath.Simulation.Policies;
using Warmpath.Simulation.Reports;
using Warmpath.Simulation.Runs;
using Warmpath.Simulation.Traces;

namespace Warmpath.Cli.Simulate;

/// <summary><c>warmpath simulate</c>: what a trace or a workload would cost under each policy, in virtual time.</summary>
internal static class SimulateCommand
{
    private static readonly string[] DefaultPolicies =
        [SimulatedPolicies.CostAware, "single-key", "round-robin", "session-sticky", "litellm-prompt-caching", "litellm-session-affinity", "sglang-cache-aware"];

    public static Command Create(Terminal terminal)
    {
        var world = new WorldOptions();
        var policies = new Option<string[]>("--policy") { Description = $"What to compare; repeat it, or 'all': {string.Join(", ", SimulatedPolicies.Names)}." };
        var seed = new Option<ulong>("--seed") { Description = "The first seed; it draws everything.", DefaultValueFactory = _ => 1 };
        var seeds = new Option<int>("--seeds") { Description = "So many seeds from the first; figures are then medians and ranges.", DefaultValueFactory = _ => 1 };
        var valueOfTime = new Option<double>("--value-of-time") { Description = "$ for an hour of a developer's waiting.", DefaultValueFactory = _ => 60 };
        var maximumWait = new Option<double>("--maximum-wait") { Description = "Seconds for which the gateway may hold a request, 0 to 300.", DefaultValueFactory = _ => 60 };
        var lifetime = new Option<string>("--lifetime") { Description = "Who picks how long cache entries live: client, or auto (the gateway).", DefaultValueFactory = _ => "client" };
        lifetime.AcceptOnlyFromAmong("client", "auto");
        var json = new Option<bool>("--json") { Description = "Print JSON, for programs." };
        var csv = new Option<bool>("--csv") { Description = "Print CSV: one line for each policy and seed." };
        var decisions = new Option<FileInfo?>("--decisions") { Description = "Write every decision to this file (one policy, one seed); .gz is compressed." };
        var check = new Option<FileInfo?>("--check") { Description = "Do not run: replay this decision log against the trace by the world's rules." };
        var compare = new Option<FileInfo?>("--compare") { Description = "Say how far the simulated decisions (one policy, one seed) are those of this decision log." };
        var writeTrace = new Option<FileInfo?>("--write-trace") { Description = "Write the trace that is run to this file; .gz is compressed." };
        var report = new Option<FileInfo?>("--report") { Description = "Write a page with plots to this file; .gz is compressed." };
        var command = new Command("simulate", "Replays a trace or a built-in workload against routing policies, in virtual time.")
        {
            policies, seed, seeds, valueOfTime, maximumWait, lifetime, json, csv, decisions, check, compare, writeTrace, report,
        };
        world.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            var names = Policies(parsed.GetValue(policies) ?? []);
            var count = parsed.GetValue(seeds) is >= 1 and <= 10_000 and var given ? given : throw Usage("--seeds needs a number from 1 to 10000.");
            var options = new SimulationOptions
            {
                ValueOfTimePerHour = parsed.GetValue(valueOfTime) is >= 0 and <= 1e6 and var dollars ? dollars : throw Usage("--value-of-time needs $ per hour, 0 and up."),
                MaximumWait = parsed.GetValue(maximumWait) is >= 0 and <= 300 and var hold ? TimeSpan.FromSeconds(hold) : throw Usage("--maximum-wait needs 0 to 300 seconds."),
                Lifetime = parsed.GetValue(lifetime) == "auto" ? LifetimeMode.Auto : LifetimeMode.Client,
            };
            var first = parsed.GetValue(seed);
            if (first > ulong.MaxValue - (ulong)(count - 1))
            {
                throw Usage("--seeds reaches beyond the largest seed; give a lower --seed.");
            }

            CheckOutputs(parsed.GetValue(json), parsed.GetValue(csv), parsed.GetValue(check) is not null, alone: names.Count == 1 && count == 1,
                record: parsed.GetValue(decisions) ?? parsed.GetValue(compare), page: parsed.GetValue(report));
            ulong[] drawn = [.. Enumerable.Range(0, count).Select(i => first + (ulong)i)];
            try
            {
                var draw = world.Workloads(parsed, terminal);
                if (parsed.GetValue(writeTrace) is { } trace)
                {
                    var workload = draw(first);
                    using var stream = SimulationFiles.Create(trace.FullName);
                    TraceWriter.Write(workload.Trace, stream);
                }

                if (parsed.GetValue(check) is { } log)
                {
                    DecisionLogs.Check(terminal, draw(first), log, parsed.GetValue(json));
                    return Task.FromResult(0);
                }

                var runs = SimulationProgress.Run(terminal, names.Count * count, progress =>
                    Contest.Run(draw, drawn, names, options, progress, cancellationToken)
                        .Select((run, i) => Write(run, i == 0 ? parsed.GetValue(decisions) : null, keep: (parsed.GetValue(report) ?? parsed.GetValue(compare)) is not null && run.Seed == first))
                        .ToList());
                var result = ContestReport.Of(runs, parsed.GetValue(lifetime)!, options.ValueOfTimePerHour);
                Print(terminal, result, runs, parsed.GetValue(json), parsed.GetValue(csv));
                if (parsed.GetValue(compare) is { } real)
                {
                    DecisionLogs.Compare(terminal, draw(first), real, runs[0].Records);
                }

                if (parsed.GetValue(report) is { } page)
                {
                    using var stream = SimulationFiles.Create(page.FullName);
                    using var text = new StreamWriter(stream);
                    text.Write(HtmlReport.Write(result, runs));
                }
            }
            catch (TraceFormatException fault)
            {
                throw new CommandException(fault.Message);
            }

            return Task.FromResult(0);
        });
        return command;
    }

    // Before anything is written: an option that does not fit leaves no file behind.
    private static void CheckOutputs(bool json, bool csv, bool check, bool alone, FileInfo? record, FileInfo? page)
    {
        if (json && csv)
        {
            throw Usage("Give --json or --csv, not both.");
        }

        if (check && (csv || record is not null || page is not null))
        {
            throw Usage("--check runs nothing, so that --csv, --decisions, --compare and --report have nothing to tell; leave them out.");
        }

        if (record is not null && !alone)
        {
            throw Usage("--decisions and --compare need one --policy and one seed.");
        }
    }

    private static List<string> Policies(string[] given)
    {
        var names = (given.Length == 0 ? DefaultPolicies : given.Contains("all") ? SimulatedPolicies.Names : given).Distinct().ToList();
        return names.FirstOrDefault(name => !SimulatedPolicies.Names.Contains(name)) is { } unknown
            ? throw Usage($"There is no policy '{unknown}'. There are: {string.Join(", ", SimulatedPolicies.Names)}.")
            : names;
    }

    // Records of every request are large: they are dropped once they have been written, save those that a page will draw.
    private static ContestRun Write(ContestRun run, FileInfo? decisions, bool keep)
    {
        if (decisions is not null)
        {
            using var stream = SimulationFiles.Create(decisions.FullName);
            DecisionLogWriter.Write(run.Records, stream);
        }

        return keep ? run : run with { Records = [] };
    }

    private static void Print(Terminal terminal, ContestReport result, IReadOnlyList<ContestRun> runs, bool json, bool csv)
    {
        if (json)
        {
            terminal.Out.WriteLine(result.ToJson());
        }
        else if (csv)
        {
            terminal.Out.Write(ContestReport.ToCsv(runs));
        }
        else
        {
            ContestTable.Write(terminal, result);
        }
    }

    private static CommandException Usage(string message) => new(message, CommandException.WrongUsage);
}
