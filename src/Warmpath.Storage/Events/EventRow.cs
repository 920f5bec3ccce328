namespace Warmpath.Storage.Events;

/// <summary>An event in the database.</summary>
internal sealed class EventRow
{
    public long Id { get; init; }

    public required long At { get; init; }

    public required string Kind { get; init; }

    public required string Subject { get; init; }

    public required string Text { get; init; }

    public string? Actor { get; init; }
}
