using System.Globalization;
using System.Text.Json;
using Warmpath.Routing.Outlines;
using Warmpath.Simulation.Worlds;

namespace Warmpath.Simulation.Traces;

/// <summary>Reads a trace (simulation.md, "Trace"). Strict: the first bad line is refused with its number and what is wrong.</summary>
public static class TraceReader
{
    private const int MostBlocks = 100_000;

    /// <param name="name">For messages.</param>
    /// <exception cref="TraceFormatException">A line is no request, or breaks a rule; or there is none at all.</exception>
    public static Trace Read(TextReader text, string name)
    {
        var builder = new TraceBuilder();
        var blankLines = 0;
        while (text.ReadLine() is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                blankLines++; // allowed at the end alone: `after` counts lines
                continue;
            }

            try
            {
                if (blankLines > 0)
                {
                    throw new TraceFormatException("a blank line stands before it");
                }

                using var document = ReadableJson.Parse(line);
                builder.Add(Draft(document.RootElement, builder));
            }
            catch (Exception error) when (error is TraceFormatException or JsonException)
            {
                var number = builder.Count + 1;
                var what = error is JsonException json ? Invariant($"no valid JSON at byte {json.BytePositionInLine}") : error.Message;
                throw new TraceFormatException(Invariant($"{name}, line {number} (index {number - 1}): {what}."));
            }
        }

        return builder.Count > 0 ? builder.Build() : throw new TraceFormatException($"{name}: the trace has no requests.");
    }

    private static TraceDraft Draft(JsonElement line, TraceBuilder builder)
    {
        if (line.ValueKind != JsonValueKind.Object)
        {
            throw new TraceFormatException("a JSON object is expected");
        }

        var model = Fields.Text(line, "model");
        var prompt = Prompt(line, ModelClass.Of(model), builder);
        return new()
        {
            Session = Fields.Text(line, "session"),
            Stream = Fields.Has(line, "stream") ? Fields.Text(line, "stream") : null,
            User = Fields.Text(line, "user"),
            Model = model,
            At = Time(line, "t"),
            Think = Time(line, "think"),
            After = Fields.Has(line, "after") ? Fields.Integers(line, "after") : null,
            Prompt = prompt,
            Breakpoints = Breakpoints(line),
            OutputTokens = Fields.Integer(Fields.Of(line, "output_tokens"), "output_tokens"),
            Took = Fields.Has(line, "took") ? Took(line) : null,
            Met = Fields.Has(line, "met") ? MetBy(line) : [],
        };
    }

    private static TimeSpan? Time(JsonElement line, string name) =>
        Fields.Has(line, name) ? Seconds.ToTime(Fields.Number(line, name, 0, Seconds.Most)) : null;

    private static (TimeSpan FirstByte, TimeSpan Whole) Took(JsonElement line)
    {
        var took = Fields.Of(line, "took");
        if (took.ValueKind != JsonValueKind.Array || took.GetArrayLength() != 2)
        {
            throw new TraceFormatException("took: [seconds to the first byte, seconds to the end] is expected");
        }

        var (firstByte, whole) = (Fields.NumberOf(took[0], "took", 0, Seconds.Most), Fields.NumberOf(took[1], "took", 0, Seconds.Most));
        return firstByte <= whole ? (Seconds.ToTime(firstByte), Seconds.ToTime(whole)) : throw new TraceFormatException("took: it ends before it begins");
    }

    private static List<Met> MetBy(JsonElement line)
    {
        var met = Fields.Of(line, "met");
        return met.ValueKind == JsonValueKind.Array && met.EnumerateArray().All(one => one.ValueKind == JsonValueKind.Object)
            ? [.. met.EnumerateArray().Select(one => new Met(Fields.Text(one, "org"), IsServed(one) ? null : Fields.In("met", () => TroubleReader.Read(one, new Trouble()))))]
            : throw new TraceFormatException("met: a list of objects is expected");
    }

    private static bool IsServed(JsonElement met) => Fields.Has(met, "status") && Fields.Integer(Fields.Of(met, "status"), "status") == 200;

    private static Prefix Prompt(JsonElement line, string modelClass, TraceBuilder builder)
    {
        var blocks = Fields.Of(line, "blocks");
        if (blocks.ValueKind != JsonValueKind.Array || blocks.GetArrayLength() is 0 or > MostBlocks)
        {
            throw new TraceFormatException($"blocks: a list of 1 to {MostBlocks} [id, tokens] is expected");
        }

        Prefix? prompt = null;
        foreach (var block in blocks.EnumerateArray())
        {
            if (block.ValueKind != JsonValueKind.Array || block.GetArrayLength() != 2 || block[0].ValueKind != JsonValueKind.String)
            {
                throw new TraceFormatException($"blocks: number {prompt?.Length ?? 0} is no [id, tokens]");
            }

            prompt = builder.Extend(modelClass, prompt, block[0].GetString()!, Fields.Integer(block[1], $"tokens of block {prompt?.Length ?? 0}"));
        }

        return prompt!; // the list is not empty
    }

    private static List<Breakpoint> Breakpoints(JsonElement line)
    {
        var blocks = Fields.Has(line, "breakpoints") ? Fields.Integers(line, "breakpoints") : [];
        var lifetimes = Lifetimes.Read(line, blocks.Count) ?? [.. blocks.Select(_ => CacheLifetime.FiveMinutes)];
        return [.. blocks.Zip(lifetimes, (block, lifetime) => new Breakpoint(block, lifetime))];
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
