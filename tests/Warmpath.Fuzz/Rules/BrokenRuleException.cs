namespace Warmpath.Fuzz.Rules;

/// <summary>An input was not treated as it has to be.</summary>
internal sealed class BrokenRuleException(string rule) : Exception(rule)
{
    /// <exception cref="BrokenRuleException">It does not hold.</exception>
    public static void Unless(bool holds, string rule)
    {
        if (!holds)
        {
            throw new BrokenRuleException(rule);
        }
    }

    /// <exception cref="BrokenRuleException">They differ.</exception>
    public static void UnlessEqual<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new BrokenRuleException($"{what}: {actual} instead of {expected}");
        }
    }
}
