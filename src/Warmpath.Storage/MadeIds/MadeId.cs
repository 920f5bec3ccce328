using Warmpath.Routing.Fleet;

namespace Warmpath.Storage.MadeIds;

/// <summary>An id that a workspace made: of a batch, or of a file.</summary>
/// <param name="Id">As the provider gave it; opaque.</param>
/// <param name="At">UTC, when the gateway learned of it.</param>
public sealed record MadeId(string Id, Maker Maker, DateTimeOffset At);
