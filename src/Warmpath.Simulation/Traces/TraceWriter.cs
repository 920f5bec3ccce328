using System.Text.Json;

namespace Warmpath.Simulation.Traces;

/// <summary>Writes a trace (simulation.md, "Trace").</summary>
public static class TraceWriter
{
    public static void Write(Trace trace, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream);
        foreach (var request in trace.Requests)
        {
            Write(json, request);
            json.Flush();
            json.Reset();
            stream.WriteByte((byte)'\n');
        }
    }

    private static void Write(Utf8JsonWriter json, TraceRequest request)
    {
        json.WriteStartObject();
        json.WriteString("session", request.Session);
        if (request.Stream != request.Session)
        {
            json.WriteString("stream", request.Stream);
        }

        json.WriteString("user", request.User);
        json.WriteString("model", request.Model);
        if (request.At is { } at)
        {
            json.WriteNumber("t", Seconds.Of(at));
        }

        if (request.Forks)
        {
            Write(json, "after", request.After);
        }

        if (request.After.Count > 0)
        {
            json.WriteNumber("think", Seconds.Of(request.Think));
        }

        json.WriteStartArray("blocks");
        foreach (var block in request.Prompt.Chain())
        {
            json.WriteStartArray();
            json.WriteStringValue(block.Id);
            json.WriteNumberValue(block.Tokens);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        Write(json, "breakpoints", request.Breakpoints.Select(breakpoint => breakpoint.Block));
        Lifetimes.Write(json, [.. request.Breakpoints.Select(breakpoint => breakpoint.Lifetime)]);
        json.WriteNumber("output_tokens", request.OutputTokens);
        if (request.Took is var (firstByte, whole))
        {
            json.WriteStartArray("took");
            json.WriteNumberValue(Seconds.Of(firstByte));
            json.WriteNumberValue(Seconds.Of(whole));
            json.WriteEndArray();
        }

        Write(json, request.Met);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<Met> attempts)
    {
        if (attempts.Count == 0)
        {
            return;
        }

        json.WriteStartArray("met");
        foreach (var met in attempts)
        {
            json.WriteStartObject();
            json.WriteString("org", met.Organization);
            json.WriteNumber("status", met.Trouble?.Status ?? 200);
            if (met.Trouble is { Begins: true })
            {
                json.WriteBoolean("begins", true);
            }

            if (met.Trouble?.Latency is { } latency)
            {
                json.WriteNumber("latency", Seconds.Of(latency));
            }

            if (met.Trouble?.RetryAfter is { } retryAfter)
            {
                json.WriteNumber("retry_after", Seconds.Of(retryAfter));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<int> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
