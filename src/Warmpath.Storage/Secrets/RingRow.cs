namespace Warmpath.Storage.Secrets;

/// <summary>One element of the Data Protection key ring in the database.</summary>
internal sealed class RingRow
{
    public long Id { get; init; }

    public required string Name { get; init; }

    /// <summary>XML whose secret part is encrypted by the master key.</summary>
    public required string Xml { get; init; }
}
