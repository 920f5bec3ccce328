using Warmpath.Gateway.Admin;
using Warmpath.Simulation.Checking;
using Warmpath.Simulation.Decisions;
using Warmpath.Simulation.Runs;
using Warmpath.Simulation.Traces;
using Warmpath.Simulation.Workloads;

namespace Warmpath.Cli.Simulate;

/// <summary>What <c>simulate</c> says of a decision log that it is given.</summary>
internal static class DecisionLogs
{
    /// <exception cref="CommandException">The log and the rules differ.</exception>
    public static void Check(Terminal terminal, Workload workload, FileInfo file, bool json)
    {
        var result = DecisionLogChecker.Check(workload.Trace, workload.World, Read(file, workload.Trace));
        if (json)
        {
            terminal.Out.WriteLine(result.ToJson());
        }
        else
        {
            terminal.Out.WriteLine(FormattableString.Invariant(
                $"answered {result.Answered}, hit rate {result.HitRate:0.0000}, input cost ${result.InputCost:0.000000}, upstream 429s {result.Upstream429s}, client 429s {result.Client429s}, added wait {result.TotalWait:0.000} s"));
            WriteEach(terminal, result.Differences);
        }

        if (result.DifferenceCount > 0)
        {
            throw new CommandException(FormattableString.Invariant(
                $"{file.Name} and the rules differ in {result.DifferenceCount} {(result.DifferenceCount == 1 ? "place" : "places")}; see those on standard output, and whether trace and organizations are the log's."));
        }
    }

    public static void Compare(Terminal terminal, Workload workload, FileInfo file, IReadOnlyList<RequestRecord> records)
    {
        var comparison = DecisionComparison.Of(workload.Trace, workload.World, Read(file, workload.Trace), records);
        terminal.Out.WriteLine(FormattableString.Invariant(
            $"{comparison.SameWorkspace} of {comparison.Compared} requests in the same workspace ({comparison.SameShare:0.0%}); hit rate {comparison.Simulated.HitRate:0.0%}, in the log {comparison.Logged.HitRate:0.0%}; input {comparison.Simulated.InputCost:0.0000} $, in the log {comparison.Logged.InputCost:0.0000} $ ({comparison.CostDifference:+0.0%;-0.0%;0.0%})"));
        WriteEach(terminal, comparison.Differences);
    }

    private static IReadOnlyList<LoggedRequest> Read(FileInfo file, Trace trace)
    {
        using var stream = file.OpenRead();
        using var text = SimulationFiles.Reader(stream, file.Name);
        return DecisionLogReader.Read(text, trace, file.Name);
    }

    private static void WriteEach(Terminal terminal, IReadOnlyList<string> differences)
    {
        foreach (var difference in differences)
        {
            terminal.Out.WriteLine(Plain.Line(difference));
        }
    }
}
