namespace Warmpath.Gateway.Keys;

/// <summary>What became of a wish to add or change a key.</summary>
public enum KeyChange : byte
{
    Done,

    /// <summary>There is no key of that id.</summary>
    Unknown,

    /// <summary>Another key has that name (upper and lower case count as the same).</summary>
    NameTaken,

    /// <summary>The change itself gave up.</summary>
    Refused,
}
