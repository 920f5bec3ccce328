using System.Text.Json;
using Warmpath.Routing.Outlines;
using Warmpath.Simulation.Runs;
using Warmpath.Simulation.Traces;
using Warmpath.Simulation.Worlds;

namespace Warmpath.Simulation.Decisions;

/// <summary>Writes what was decided for each request (simulation.md, "Decision log"), in the trace's order; times to the tick.</summary>
public static class DecisionLogWriter
{
    public static void Write(IReadOnlyList<RequestRecord> records, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream);
        foreach (var record in records)
        {
            Write(json, record);
            json.Flush();
            json.Reset();
            stream.WriteByte((byte)'\n');
        }
    }

    private static void Write(Utf8JsonWriter json, RequestRecord record)
    {
        json.WriteStartObject();
        json.WriteNumber("i", record.Request.Index);
        json.WriteStartArray("attempts");
        foreach (var attempt in record.Attempts)
        {
            json.WriteStartObject();
            json.WriteString("org", attempt.Key);
            json.WriteNumber("t", Seconds.Of(attempt.At - World.Start));
            json.WriteNumber("status", attempt.Status);
            json.WriteNumber("seq", attempt.Sequence);
            if (!Same(attempt.Breakpoints, record.Request.Breakpoints))
            {
                Lifetimes.Write(json, [.. attempt.Breakpoints.Select(breakpoint => breakpoint.Lifetime)]);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("end", Seconds.Of(record.EndedAt - World.Start));
        json.WriteNumber("client_429", record.Client429s);
        json.WriteEndObject();
    }

    private static bool Same(Breakpoint[] a, Breakpoint[] b) => a == b || a.Select(x => x.Lifetime).SequenceEqual(b.Select(x => x.Lifetime));
}
