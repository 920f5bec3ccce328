using Tomlyn.Parsing;
using Tomlyn.Syntax;
using Warmpath.Gateway.Admin.Clients;

namespace Warmpath.Cli.Connect;

/// <summary>A TOML document in which single values are set, while every other byte stays as it is. Immutable.</summary>
internal sealed class TomlText
{
    private readonly DocumentSyntax _document;

    private TomlText(string text, DocumentSyntax document) => (Text, _document) = (text, document);

    public string Text { get; }

    /// <exception cref="FormatException">It is no TOML; the message says where and why.</exception>
    public static TomlText Parse(string text)
    {
        var document = SyntaxParser.Parse(text, validate: true);
        return document.HasErrors && document.Diagnostics[0] is var fault
            ? throw new FormatException($"line {fault.Span.Start.Line + 1}, column {fault.Span.Start.Column + 1}: {fault.Message}")
            : new TomlText(text, document);
    }

    /// <summary>A text that stands in a table under its own header.</summary>
    /// <param name="table">The table's path; empty for what stands before all tables.</param>
    /// <returns>Null when there is no such key, or it is no text.</returns>
    public string? Value(string[] table, string key) => (Find(Items(table), key)?.Value as StringValueSyntax)?.Value;

    /// <summary>A text at this path, in whatever form its tables are written: under headers, with dotted keys or inline.</summary>
    /// <returns>Null when there is nothing, or it is no text.</returns>
    public string? ValueAt(params string[] path) => _document.KeyValues.Select(item => Within(item, path))
        .Concat(_document.Tables.OfType<TableSyntax>().Where(table => Begins(path, Path(table.Name)))
            .SelectMany(table => table.Items.Select(item => Within(item, path[Path(table.Name).Length..]))))
        .FirstOrDefault(text => text is not null);

    /// <summary>Whether anything stands at this path or below it, in whatever form.</summary>
    public bool Names(params string[] path) =>
        _document.KeyValues.Any(item => Begins(Path(item.Key), path))
        || _document.Tables.Any(table => Begins(Path(table.Name), path) || table.Items.Any(item => Begins([.. Path(table.Name), .. Path(item.Key)], path)));

    /// <summary>Sets one text: in place of the value before, else at the end of its table, else in a new table at the end.</summary>
    /// <remarks>What stands before all tables goes to the front where nothing else does, behind the comments that head the file.</remarks>
    /// <exception cref="FormatException">The document has the table in another form: inline, as dotted keys, or as one of many.</exception>
    public TomlText With(string[] table, string key, string value)
    {
        if (Value(table, key) == value)
        {
            return this;
        }

        try
        {
            var edited = Parse(Edit(table, key, CodexConnection.Quote(value)));
            if (edited.Value(table, key) == value && !_document.Tables.OfType<TableArraySyntax>().Any(many => Begins(table, Path(many.Name))))
            {
                return edited;
            }
        }
        catch (FormatException)
        {
            // What is there already and what was added do not go together: told below.
        }

        throw new FormatException($"{string.Join('.', [.. table, key])} cannot be set beside what stands there, since that is written inline, with dotted keys or as an array of tables");
    }

    private string Edit(string[] table, string key, string quoted)
    {
        var items = Items(table);
        if (Find(items, key) is { Value: { } before })
        {
            return Text[..before.Span.Start.Offset] + quoted + Text[(before.Span.End.Offset + 1)..];
        }

        var end = Text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var line = $"{key} = {quoted}{end}";
        if (items?.LastOrDefault()?.Value is { } last)
        {
            return Insert(LineAfter(last.Span.End.Offset), line, end);
        }

        if (table is [])
        {
            var front = Front();
            return Insert(front, line + (Text.Length > front ? end : ""), end);
        }

        return Header(table) is { CloseBracket: { } bracket }
            ? Insert(LineAfter(bracket.Span.End.Offset), line, end)
            : Insert(Text.Length, $"{(Text.Length == 0 ? "" : end)}[{string.Join('.', table)}]{end}{line}", end);
    }

    private string Insert(int at, string lines, string end) =>
        (at > Mark && Text[at - 1] != '\n' ? Text[..at] + end : Text[..at]) + lines + Text[at..];

    // How long the byte order mark is, which stays in front of all.
    private int Mark => Text.StartsWith('\uFEFF') ? 1 : 0;

    // Behind the comments that head the file, which a blank line ends. Others belong to what follows them, but for directives
    // (#:schema), which count at the top alone.
    private int Front()
    {
        var directives = Mark;
        for (int at = Mark, next; at < Text.Length; at = next)
        {
            next = LineAfter(at);
            var line = Text.AsSpan(at, next - at).Trim();
            if (line is not ['#', ..])
            {
                return line.IsEmpty && at > Mark ? next : directives;
            }

            directives = line is [_, ':', ..] && directives == at ? next : directives;
        }

        return directives;
    }

    private int LineAfter(int offset) => Text.IndexOf('\n', offset) is >= 0 and var lineEnd ? lineEnd + 1 : Text.Length;

    private SyntaxList<KeyValueSyntax>? Items(string[] table) => table is [] ? _document.KeyValues : Header(table)?.Items;

    private TableSyntax? Header(string[] table) => _document.Tables.OfType<TableSyntax>().FirstOrDefault(each => Path(each.Name).SequenceEqual(table));

    private static KeyValueSyntax? Find(IEnumerable<KeyValueSyntax>? items, string key) =>
        items?.FirstOrDefault(item => Path(item.Key) is [var only] && only == key);

    private static string? Within(KeyValueSyntax item, string[] path)
    {
        var key = Path(item.Key);
        if (!Begins(path, key))
        {
            return null;
        }

        var rest = path[key.Length..];
        return item.Value switch
        {
            StringValueSyntax text when rest is [] => text.Value,
            InlineTableSyntax inline => inline.Items.Select(each => each.KeyValue is { } inner ? Within(inner, rest) : null).FirstOrDefault(text => text is not null),
            _ => null,
        };
    }

    private static bool Begins(string[] path, string[] with) => path.AsSpan().StartsWith(with);

    private static string[] Path(KeySyntax? key) => key is null ? [] : [Name(key.Key), .. key.DotKeys.Select(dotted => Name(dotted.Key))];

    private static string Name(BareKeyOrStringValueSyntax? name) => name switch
    {
        BareKeySyntax bare => bare.Key?.Text ?? "",
        StringValueSyntax quoted => quoted.Value ?? "",
        _ => "",
    };
}
