using System.Globalization;
using Warmpath.Gateway.Admin.Bodies;

namespace Warmpath.Gateway.Admin;

/// <summary>The <c>from</c> and <c>to</c> of a call: UTC, <c>to</c> not included.</summary>
internal readonly record struct Span(DateTimeOffset From, DateTimeOffset To)
{
    /// <param name="usual">How long it is when <c>from</c> is absent; <c>to</c> is now when absent.</param>
    public static Span Read(string? from, string? to, TimeSpan usual, TimeSpan longest, DateTimeOffset now, Faults faults)
    {
        var end = Moment(to, "to", faults) ?? now;
        var start = Moment(from, "from", faults) ?? (end - DateTimeOffset.UnixEpoch > usual ? end - usual : DateTimeOffset.UnixEpoch);
        if (start > end)
        {
            faults.Add("from", "must not be after to");
        }
        else if (end - start > longest)
        {
            faults.Add("from", $"must be at most {longest.TotalDays:0} days before to");
        }

        return new(start, end);
    }

    private static DateTimeOffset? Moment(string? text, string field, Faults faults)
    {
        if (text is null)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            && moment >= DateTimeOffset.UnixEpoch)
        {
            return moment;
        }

        faults.Add(field, "must be a time such as 2026-11-23T09:00:00Z");
        return null;
    }
}
