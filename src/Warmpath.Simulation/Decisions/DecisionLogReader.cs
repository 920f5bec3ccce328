using System.Globalization;
using System.Text.Json;
using Warmpath.Routing.Outlines;
using Warmpath.Simulation.Traces;

namespace Warmpath.Simulation.Decisions;

/// <summary>Reads a decision log (simulation.md, "Decision log"), strictly.</summary>
public static class DecisionLogReader
{
    /// <param name="name">For messages.</param>
    /// <exception cref="TraceFormatException">A line is no record of this trace; the message says which and why.</exception>
    public static IReadOnlyList<LoggedRequest> Read(TextReader text, Trace trace, string name)
    {
        var log = new List<LoggedRequest>();
        for (var number = 1; text.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            try
            {
                using var document = ReadableJson.Parse(line);
                log.Add(Record(document.RootElement, trace, number));
            }
            catch (Exception error) when (error is TraceFormatException or JsonException)
            {
                var what = error is JsonException ? "no valid JSON" : error.Message;
                throw new TraceFormatException(string.Create(CultureInfo.InvariantCulture, $"{name}, line {number}: {what}."));
            }
        }

        return log;
    }

    private static LoggedRequest Record(JsonElement line, Trace trace, int number)
    {
        if (line.ValueKind != JsonValueKind.Object)
        {
            throw new TraceFormatException("a JSON object is expected");
        }

        var isPing = Fields.Has(line, "ping");
        var field = isPing ? "ping" : "i";
        var index = Fields.Integer(Fields.Of(line, field), field);
        if (index >= trace.Requests.Count)
        {
            throw new TraceFormatException($"{field}: the trace has no request {index}");
        }

        var attempts = Fields.Of(line, "attempts");
        if (attempts.ValueKind != JsonValueKind.Array)
        {
            throw new TraceFormatException("attempts: a list is expected");
        }

        var own = trace.Requests[index].Breakpoints.Select(breakpoint => breakpoint.Lifetime).ToArray();
        return new(
            number,
            index,
            isPing,
            [.. attempts.EnumerateArray().Select(attempt => Attempt(attempt, own))],
            Fields.Has(line, "end") ? Fields.Number(line, "end", 0, Seconds.Most) : null,
            Fields.Has(line, "client_429") ? Fields.Integer(Fields.Of(line, "client_429"), "client_429") : 0);
    }

    private static LoggedAttempt Attempt(JsonElement attempt, CacheLifetime[] own)
    {
        if (attempt.ValueKind != JsonValueKind.Object)
        {
            throw new TraceFormatException("attempts: objects are expected");
        }

        return new(
            Fields.Text(attempt, "org"),
            Fields.Number(attempt, "t", 0, Seconds.Most),
            Fields.Integer(Fields.Of(attempt, "status"), "status"),
            Fields.Has(attempt, "seq") ? Fields.Whole(Fields.Of(attempt, "seq"), "seq", 0, long.MaxValue) : null,
            Lifetimes.Rewritten(attempt, own));
    }
}
