namespace Warmpath.Storage.Settings;

/// <summary>A named value in the database.</summary>
internal sealed class ValueRow
{
    public required string Name { get; init; }

    public required byte[] Value { get; init; }
}
