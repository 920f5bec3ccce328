namespace Warmpath.Gateway.Admin.Bodies;

/// <summary>Rules that several resources share.</summary>
internal static class Texts
{
    private const int LongestName = 100;

    /// <summary>Names are printed in terminals, headers and pages: 1 to 100 characters, no control characters.</summary>
    public static void CheckName(string? name, string field, Faults faults)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            faults.Add(field, "must be given");
        }
        else if (name.Length > LongestName)
        {
            faults.Add(field, $"may have {LongestName} characters, not {name.Length}");
        }
        else if (name.Any(IsHidden))
        {
            faults.Add(field, "must not contain control characters");
        }
    }

    /// <summary>Control characters, line separators, and the marks that turn the direction of text around.</summary>
    public static bool IsHidden(char c) =>
        char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
