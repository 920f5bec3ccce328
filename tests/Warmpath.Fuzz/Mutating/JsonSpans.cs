using System.Text.Json;

namespace Warmpath.Fuzz.Mutating;

/// <summary>Where the values and members of a JSON text stand; of a broken text those before the break.</summary>
internal sealed class JsonSpans
{
    private JsonSpans()
    {
    }

    /// <summary>Values of any kind, each by its own bytes.</summary>
    public List<Range> Values { get; } = [];

    /// <summary>Members from the quote of their name to the end of their value.</summary>
    public List<Range> Members { get; } = [];

    public static JsonSpans Of(ReadOnlySpan<byte> json)
    {
        var spans = new JsonSpans();
        var open = new Stack<(int Start, int Name)>();
        var name = -1;
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
            while (reader.Read())
            {
                var start = (int)reader.TokenStartIndex;
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        name = start;
                        continue;
                    case JsonTokenType.StartArray or JsonTokenType.StartObject:
                        open.Push((start, name));
                        break;
                    case JsonTokenType.EndArray or JsonTokenType.EndObject:
                        var (began, named) = open.Pop();
                        spans.Add(began, (int)reader.BytesConsumed, named);
                        break;
                    default:
                        spans.Add(start, (int)reader.BytesConsumed, name);
                        break;
                }

                name = -1;
            }
        }
        catch (JsonException)
        {
            // What stands before the break is enough to go on with.
        }

        return spans;
    }

    private void Add(int start, int end, int name)
    {
        Values.Add(start..end);
        if (name >= 0)
        {
            Members.Add(name..end);
        }
    }
}
