namespace Warmpath.Routing.Lineages;

/// <summary>What must be kept of a lineage for its home to survive a restart.</summary>
/// <param name="Key">The key that served it last.</param>
/// <param name="Tip">Digest of its last request's last block; finds the lineage again where no id comes.</param>
/// <param name="ServedAt">UTC, start of the request served last.</param>
public sealed record LineageRecord(string Lineage, KeyId Key, UInt128 Tip, DateTimeOffset ServedAt);
