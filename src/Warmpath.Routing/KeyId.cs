namespace Warmpath.Routing;

/// <summary>The id of one provider key in this gateway, such as <c>key_01J…</c>; never the secret.</summary>
public readonly record struct KeyId(string Value)
{
    public override string ToString() => Value;
}
