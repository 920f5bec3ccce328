namespace Warmpath.Routing.Fleet;

/// <summary>One workspace of one organization: where caches live.</summary>
internal sealed class Workspace(string address, string? id = null, bool discovered = false)
{
    /// <summary>What tells it from others: its organization's, and its id or the one key that it was made for.</summary>
    public string Address { get; private set; } = address;

    public string? Id { get; private set; } = id;

    public bool Discovered { get; private set; } = discovered;

    /// <summary>A response named it, or its organization.</summary>
    public void Identify(string address, string? id, bool discovered) => (Address, Id, Discovered) = (address, id, discovered);
}
