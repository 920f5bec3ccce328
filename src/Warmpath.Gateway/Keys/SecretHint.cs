namespace Warmpath.Gateway.Keys;

/// <summary>What people may see of a secret: enough to tell two keys apart, too little to use one.</summary>
public static class SecretHint
{
    // Below this length four characters and a prefix would be too large a part of the whole.
    private const int ShortestHinted = 20;

    private static readonly string[] KnownPrefixes = ["sk-ant-", "sk-proj-", "sk-"];

    /// <returns>Such as <c>sk-ant-…wxyz</c>; <c>…</c> for a secret of fewer than 20 characters.</returns>
    public static string Of(string secret)
    {
        if (secret.Length < ShortestHinted)
        {
            return "…";
        }

        var prefix = Array.Find(KnownPrefixes, known => secret.StartsWith(known, StringComparison.Ordinal)) ?? "";
        return $"{prefix}…{secret[^4..]}";
    }
}
