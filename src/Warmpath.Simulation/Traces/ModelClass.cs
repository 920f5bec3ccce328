namespace Warmpath.Simulation.Traces;

/// <summary>Limits, prices and caches are per class of models (simulation.md, "Trace").</summary>
public static class ModelClass
{
    private static readonly string[] Families = ["opus", "haiku", "sonnet"];

    /// <returns>The family that the name contains, else the name itself.</returns>
    public static string Of(string model) =>
        Families.FirstOrDefault(family => model.Contains(family, StringComparison.OrdinalIgnoreCase)) ?? model;
}
