namespace Warmpath.Gateway.Admin;

/// <summary>The ledger counts billionths of a dollar; people read dollars.</summary>
public static class Money
{
    /// <summary>Exact.</summary>
    public static decimal Dollars(long nanodollars) => nanodollars / 1_000_000_000m;
}
