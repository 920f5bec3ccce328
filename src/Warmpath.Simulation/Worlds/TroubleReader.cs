using System.Text.Json;
using Warmpath.Simulation.Traces;

namespace Warmpath.Simulation.Worlds;

/// <summary>Reads the fields by which outages, and attempts of recorded requests, say what went wrong.</summary>
internal static class TroubleReader
{
    /// <summary>The rest of <paramref name="target"/> stays.</summary>
    /// <exception cref="TraceFormatException">A field is not as it should be.</exception>
    public static T Read<T>(JsonElement json, T target)
        where T : Trouble
    {
        var status = Fields.Has(json, "status") ? Fields.Integer(Fields.Of(json, "status"), "status") : target.Status;
        if (status is not (Trouble.NoAnswer or 401 or 402 or 429 or (>= 500 and <= 599)))
        {
            throw new TraceFormatException("status is 401, 402, 429, 500 to 599, or 0 for no answer");
        }

        return target with
        {
            Status = status,
            Begins = Fields.Has(json, "begins") && Fields.Of(json, "begins").ValueKind == JsonValueKind.True,
            Latency = Fields.Has(json, "latency") ? Seconds.ToTime(Fields.Number(json, "latency", 0, 3600)) : null,
            RetryAfter = Fields.Has(json, "retry_after") ? Seconds.ToTime(Fields.Number(json, "retry_after", 0, Seconds.Most)) : null,
        };
    }
}
