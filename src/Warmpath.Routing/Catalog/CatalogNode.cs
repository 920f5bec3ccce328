using System.Globalization;
using System.Text.Json;

namespace Warmpath.Routing.Catalog;

/// <summary>A value in a catalogue file, with the path that leads to it: each fault names where and what is expected.</summary>
internal readonly struct CatalogNode(JsonElement json, string path)
{
    public CatalogNode Required(string name) => Optional(name) ?? throw Fault($"a member `{name}`");

    public CatalogNode? Optional(string name) =>
        Object().TryGetProperty(name, out var value) ? new CatalogNode(value, Join(name)) : null;

    /// <exception cref="FormatException">There is a member of another name: a slip of the pen must not pass for a default.</exception>
    public void AllowOnly(params ReadOnlySpan<string> names)
    {
        foreach (var member in Object().EnumerateObject())
        {
            if (!names.Contains(member.Name))
            {
                throw Fault($"no member but {string.Join(", ", names)}; found `{member.Name}`");
            }
        }
    }

    public IEnumerable<CatalogNode> Items()
    {
        var at = path;
        return json.ValueKind == JsonValueKind.Array
            ? json.EnumerateArray().Select((item, index) => new CatalogNode(item, $"{at}[{index}]"))
            : throw Mismatch("a list");
    }

    public IEnumerable<(string Name, CatalogNode Value)> Members()
    {
        var node = this;
        return Object().EnumerateObject().Select(member => (member.Name, new CatalogNode(member.Value, node.Join(member.Name))));
    }

    public string Text() =>
        json.ValueKind == JsonValueKind.String && json.GetString() is { Length: > 0 } text ? text : throw Mismatch("a text");

    public bool Truth() => json.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.GetBoolean() : throw Mismatch("true or false");

    public long Whole(long maximum) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var number) && number >= 0 && number <= maximum
            ? number
            : throw Mismatch("a whole number, 0 or more");

    public decimal Dollars() =>
        json.ValueKind == JsonValueKind.Number && json.TryGetDecimal(out var number) && number >= 0
            ? number
            : throw Mismatch("dollars per million tokens, 0 or more");

    /// <returns>The beginning of the day in UTC.</returns>
    public DateTimeOffset Date() =>
        DateOnly.TryParseExact(Text(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? new(date, TimeOnly.MinValue, TimeSpan.Zero)
            : throw Mismatch("a date such as 2026-10-07");

    public FormatException Fault(string expected) => new($"{(path.Length > 0 ? path : "The catalogue")}: expected {expected}.");

    private FormatException Mismatch(string expected) => Fault($"{expected}; found {Found}");

    private string Found => json.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => json.GetRawText(),
    };

    private JsonElement Object() => json.ValueKind == JsonValueKind.Object ? json : throw Mismatch("an object");

    private string Join(string name) => path.Length > 0 ? $"{path}.{name}" : name;
}
