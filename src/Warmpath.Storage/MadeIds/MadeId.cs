using Warmpath.Routing.Fleet;

namespace Warmpath.Storage.MadeIds;

/// <summary>An id that a workspace made: of a batch, a file, a stored response or a conversation.</summary>
/// <param name="Id">As the provider gave it; opaque.</param>
/// <param name="At">UTC, when the gateway learned of it.</param>
/// <param name="Until">UTC, when the provider keeps it no longer; null: until somebody deletes it.</param>
public sealed record MadeId(string Id, Maker Maker, DateTimeOffset At, DateTimeOffset? Until = null);
