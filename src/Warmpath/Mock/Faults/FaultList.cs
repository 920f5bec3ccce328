using Warmpath.Mock.Accounts;

namespace Warmpath.Mock.Faults;

/// <summary>The faults in force. The first that fits a call is played. Safe for several threads.</summary>
public sealed class FaultList
{
    private const string AllRoutes = "all";

    private readonly List<Fault> _faults = [];
    private readonly Lock _lock = new();

    /// <summary>With the times that are left.</summary>
    public IReadOnlyList<Fault> List()
    {
        lock (_lock)
        {
            return [.. _faults];
        }
    }

    /// <exception cref="ArgumentException">There is no fault of that name, or no such route.</exception>
    public void Add(Fault fault)
    {
        if (fault.Name is not { } name || !FaultName.All.Contains(name)) // JSON may leave it out
        {
            throw new ArgumentException($"{(fault.Name is null ? "'fault' has to name one" : $"There is no fault '{fault.Name}'")}. There are: {string.Join(", ", FaultName.All)}.");
        }

        if (fault.Route is not (null or AllRoutes) && !MockRoute.Names.Contains(fault.Route))
        {
            throw new ArgumentException(
                $"There is no route '{fault.Route}'. There are: {AllRoutes}, {string.Join(", ", MockRoute.Names)}.");
        }

        lock (_lock)
        {
            _faults.Add(fault);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _faults.Clear();
        }
    }

    /// <summary>The fault that this call meets, one of its times used up; null when none fits.</summary>
    internal Fault? Take(MockKey key, string? model, string route)
    {
        lock (_lock)
        {
            var index = _faults.FindIndex(fault => Fits(fault, key, model, route));
            if (index < 0)
            {
                return null;
            }

            var taken = _faults[index];
            if (taken.Times is { } times)
            {
                _faults[index] = taken with { Times = times - 1 };
                _faults.RemoveAll(fault => fault.Times <= 0);
            }

            return taken;
        }
    }

    private static bool Fits(Fault fault, MockKey key, string? model, string route) =>
        (fault.Key is null || fault.Key == key.Name || fault.Key == key.Secret)
        && (fault.Organization is null || fault.Organization == key.Organization.Name || fault.Organization == key.OrganizationId)
        && (fault.Model is null || fault.Model == model)
        && (fault.Route == AllRoutes || fault.Route == route
            || (fault.Route is null && (FaultCatalog.EffectOf(fault).AccountWide || MockRoute.Prompts.Contains(route))));
}
