using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Warmpath.Mock.Content;

/// <summary>What a prompt tells the mock to answer, in double brackets inside the last user message.</summary>
/// <remarks>
/// <c>[[say: text]]</c>, <c>[[tool: NAME {json}]]</c> (several = parallel calls), <c>[[tokens: N]]</c>, <c>[[thinking]]</c>. What cannot be
/// read as one of these is plain text.
/// </remarks>
internal sealed class Directives
{
    private readonly List<string> _says = [];
    private readonly List<ToolCall> _tools = [];

    private Directives()
    {
    }

    public IReadOnlyList<string> Says => _says;

    public IReadOnlyList<ToolCall> Tools => _tools;

    /// <summary>Output tokens to be reported; null = as many as the text has.</summary>
    public int? Tokens { get; private set; }

    public bool Thinking { get; private set; }

    /// <param name="Input">A JSON object.</param>
    public sealed record ToolCall(string Name, string Input);

    public static Directives Read(string text)
    {
        var directives = new Directives();
        for (var at = text.IndexOf("[[", StringComparison.Ordinal); at >= 0;)
        {
            at += 2;
            at += directives.Take(text.AsSpan(at));
            at = text.IndexOf("[[", at, StringComparison.Ordinal);
        }

        return directives;
    }

    /// <returns>How much of the rest is the directive: nothing inside is read as another one. 0 when it is none.</returns>
    private int Take(ReadOnlySpan<char> rest)
    {
        if (rest.StartsWith("tool:"))
        {
            return TakeTool(rest);
        }

        var end = rest.IndexOf("]]");
        if (end < 0)
        {
            return 0;
        }

        var body = rest[..end];
        if (body.StartsWith("say:"))
        {
            _says.Add(body["say:".Length..].Trim().ToString());
        }
        else if (body.StartsWith("tokens:")
            && int.TryParse(body["tokens:".Length..], NumberStyles.Integer, CultureInfo.InvariantCulture, out var tokens) && tokens > 0)
        {
            Tokens = tokens;
        }
        else if (body.SequenceEqual("thinking"))
        {
            Thinking = true;
        }
        else
        {
            return 0;
        }

        return end;
    }

    /// <summary>The input may itself hold brackets, so the JSON says where it ends.</summary>
    private int TakeTool(ReadOnlySpan<char> rest)
    {
        var head = rest["tool:".Length..].TrimStart();
        var space = head.IndexOfAny(' ', '{', ']');
        if (space <= 0)
        {
            return 0;
        }

        var name = head[..space].ToString();
        var tail = head[space..].TrimStart();
        var bytes = Encoding.UTF8.GetBytes(tail.ToString());
        var reader = new Utf8JsonReader(bytes);
        var consumed = 0;
        try
        {
            if (tail.StartsWith("{") && reader.Read() && reader.TrySkip())
            {
                consumed = Encoding.UTF8.GetCharCount(bytes.AsSpan(0, (int)reader.BytesConsumed));
            }
        }
        catch (JsonException)
        {
            return 0;
        }

        if (!tail[consumed..].TrimStart().StartsWith("]]"))
        {
            return 0;
        }

        _tools.Add(new(name, consumed == 0 ? "{}" : tail[..consumed].ToString()));
        return rest.Length - tail.Length + consumed;
    }
}
