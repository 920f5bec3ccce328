using System.Globalization;
using Warmpath.Simulation.Decisions;
using Warmpath.Simulation.Runs;
using Warmpath.Simulation.Traces;
using Warmpath.Simulation.Worlds;

namespace Warmpath.Simulation.Checking;

/// <summary>How far a run decided as a decision log says, of the same trace: a recorded gateway's, replayed.</summary>
/// <param name="Compared">Requests that both answered.</param>
/// <param name="SameWorkspace">Of those, the ones that both served in the same workspace, whatever the key.</param>
/// <param name="Logged">What the log comes to by the world's rules.</param>
/// <param name="Differences">Each in a sentence; the first twenty.</param>
public sealed record DecisionComparison(int Compared, int SameWorkspace, Figures Simulated, CheckResult Logged, IReadOnlyList<string> Differences)
{
    private const int MostDifferences = 20;

    /// <summary>0 to 1.</summary>
    public double SameShare => Compared == 0 ? 1 : (double)SameWorkspace / Compared;

    /// <summary>Of the simulated input cost from the log's, as a share of it.</summary>
    public double CostDifference => Logged.InputCost == 0 ? 0 : (Simulated.InputCost / Logged.InputCost) - 1;

    public static DecisionComparison Of(Trace trace, World world, IReadOnlyList<LoggedRequest> log, IReadOnlyList<RequestRecord> records)
    {
        var workspaces = world.Organizations
            .SelectMany(organization => organization.Keys.Select(key => (key.Name, Workspace: $"{organization.Name}/{key.Workspace}")))
            .ToDictionary(key => key.Name, key => key.Workspace);
        var (compared, same) = (0, 0);
        var differences = new List<string>();
        foreach (var logged in log.Where(logged => !logged.IsPing && logged.Attempts is [.., { Status: 200 }]))
        {
            var record = records[logged.Request];
            if (record.Usage is null)
            {
                continue;
            }

            compared++;
            var (there, here) = (logged.Attempts[^1].Key, record.Attempts[^1].Key);
            if (workspaces.GetValueOrDefault(there, there) == workspaces[here])
            {
                same++;
            }
            else if (differences.Count < MostDifferences)
            {
                differences.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Request {logged.Request} ({record.Request.Stream}) went to {there} at {logged.Attempts[^1].At:0.000} s, simulated to {here} at {(record.Attempts[^1].At - World.Start).TotalSeconds:0.000} s."));
            }
        }

        return new(compared, same, Figures.Of(records, world), DecisionLogChecker.Check(trace, world, log), differences);
    }
}
