namespace Warmpath.Storage.MadeIds;

/// <summary>A <see cref="MadeId"/> in the database.</summary>
internal sealed class MadeIdRow
{
    public required string Id { get; init; }

    public required string Key { get; init; }

    public string? Organization { get; init; }

    public string? Workspace { get; init; }

    public required long At { get; init; }

    public long? Until { get; init; }
}
