using System.Globalization;
using Warmpath.Gateway.Admin.Bodies;

namespace Warmpath.Gateway.Admin;

/// <summary>The <c>after</c> and <c>limit</c> of a list, read with our own words for what is wrong with them.</summary>
internal static class Paging
{
    private const int DefaultLimit = 100;
    private const int LargestLimit = 1000;

    /// <returns>1 to 1,000; 100 when absent.</returns>
    public static int Limit(string? limit, Faults faults)
    {
        if (limit is null)
        {
            return DefaultLimit;
        }

        if (int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= LargestLimit)
        {
            return number;
        }

        faults.Add("limit", $"must be a whole number from 1 to {LargestLimit}");
        return DefaultLimit;
    }

    /// <returns>The cursor; null when absent: from the newest on.</returns>
    public static long? After(string? after, Faults faults)
    {
        if (after is null)
        {
            return null;
        }

        if (long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var cursor))
        {
            return cursor;
        }

        faults.Add("after", "must be the next of the page before");
        return null;
    }

    public static string? Next(long? cursor) => cursor?.ToString(CultureInfo.InvariantCulture);
}
