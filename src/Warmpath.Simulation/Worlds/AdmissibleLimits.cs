using System.Globalization;
using Warmpath.Routing.Limits;
using Warmpath.Simulation.Providers;
using Warmpath.Simulation.Traces;

namespace Warmpath.Simulation.Worlds;

/// <summary>A limit whose full bucket does not hold what one request needs refuses all of them, for ever: no such world can be meant.</summary>
public static class AdmissibleLimits
{
    /// <exception cref="TraceFormatException">There is such a limit; the message names it.</exception>
    public static void Check(World world)
    {
        foreach (var organization in world.Organizations)
        {
            Check(organization.Name, organization.Limits, world.Provider.Burst);
            foreach (var (workspace, limits) in organization.WorkspaceLimits)
            {
                Check($"{organization.Name}: workspace {workspace}", limits, world.Provider.Burst);
            }
        }
    }

    private static void Check(string place, IReadOnlyDictionary<string, LimitSettings> byClass, double burst)
    {
        foreach (var (modelClass, limits) in byClass)
        {
            Check($"{place}: limits of {modelClass}: rpm", limits.RequestsPerMinute, burst, LimitPool.OneRequest);
            Check($"{place}: limits of {modelClass}: otpm", limits.OutputTokensPerMinute, burst, LimitPool.AboveZero);
        }
    }

    private static void Check(string place, long? limit, double burst, double needed)
    {
        if (limit * burst < needed - TokenBucket.Tolerance)
        {
            throw new TraceFormatException(string.Create(
                CultureInfo.InvariantCulture, $"{place}: {limit} times a burst of {burst} never admits a request; raise one of the two"));
        }
    }
}
