namespace Warmpath.Gateway.Admin.Bodies;

/// <summary>What is wrong with a body, by field. Each text says what would do; none quotes a secret.</summary>
public sealed class Faults
{
    private readonly SortedDictionary<string, string[]> _byField = new(StringComparer.Ordinal);

    public bool Any => _byField.Count > 0;

    public IReadOnlyDictionary<string, string[]> ByField => _byField;

    public void Add(string field, string text) =>
        _byField[field] = _byField.TryGetValue(field, out var earlier) ? [.. earlier, text] : [text];
}
