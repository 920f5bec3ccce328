namespace Warmpath.Simulation.Shadows;

/// <summary>
/// Names that stay when an id becomes known: what was called by a provisional name keeps it, and what shared that name with it by mistake
/// gets the id for a name.
/// </summary>
internal sealed class StableNames
{
    private readonly Dictionary<string, string> _byId = [];
    private readonly HashSet<string> _bound = [];

    /// <param name="id">Null while unknown.</param>
    public string Of(string? id, string provisional)
    {
        if (id is null)
        {
            return provisional;
        }

        if (!_byId.TryGetValue(id, out var name))
        {
            _byId[id] = name = _bound.Add(provisional) ? provisional : id;
        }

        return name;
    }
}
