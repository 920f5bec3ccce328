using System.Globalization;
using System.Text.Json;

namespace Warmpath.Gateway.Makers;

/// <summary>A page of one workspace's list, as the provider answers it: newest first.</summary>
internal sealed class ListPage
{
    /// <summary>Whether the workspace has answered; where it has not, the client has an error of the provider's.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>Null where the answer was no list.</summary>
    public IReadOnlyList<Item>? Items { get; private set; }

    /// <summary>Whether the list goes on behind it.</summary>
    public bool HasMore { get; private set; }

    /// <summary>What goes on behind it by <c>page</c>; null where it ends, or goes on by ids.</summary>
    public string? NextPage { get; private set; }

    /// <summary>Whether it is a list that goes on by <c>page</c>.</summary>
    public bool HasPages { get; private set; }

    /// <summary>One thing of the list.</summary>
    /// <param name="At">When it was made; the beginning of time where it does not say.</param>
    /// <param name="Json">As it came.</param>
    internal readonly record struct Item(string Id, DateTimeOffset At, JsonElement Json);

    /// <param name="json">The answer; empty when it is too large.</param>
    public void Read(ReadOnlySpan<byte> json)
    {
        IsAnswered = true;
        try
        {
            var reader = new Utf8JsonReader(json);
            var root = JsonElement.ParseValue(ref reader); // has memory of its own
            Items = [.. root.GetProperty("data").EnumerateArray().Select(ItemOf)];
            HasPages = root.TryGetProperty("next_page", out var next);
            NextPage = HasPages && next.ValueKind == JsonValueKind.String ? next.GetString() : null;
            HasMore = NextPage is not null || (root.TryGetProperty("has_more", out var more) && more.ValueKind == JsonValueKind.True);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            Items = null;
        }
    }

    private static Item ItemOf(JsonElement json)
    {
        var at = json.TryGetProperty("created_at", out var created) && created.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(created.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : DateTimeOffset.MinValue;
        return new(json.GetProperty("id").GetString() ?? "", at, json);
    }
}
