namespace Warmpath.Routing.Fleet;

/// <summary>One workspace of one organization: where caches live.</summary>
internal sealed class Workspace(string address)
{
    public string Address { get; } = address;

    public string? Id { get; set; }

    public bool Discovered { get; set; }
}
