using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Warmpath.Gateway.Admin.Bodies;

/// <summary>The body of an admin request: a JSON object, or the problem with it. Endpoints take it as a parameter.</summary>
/// <remarks>Read here and not by the framework, so that every fault is named with its field and no text of ours quotes a secret.</remarks>
internal sealed class JsonBody
{
    /// <summary>1 MiB.</summary>
    public const int LimitBytes = 1024 * 1024;

    private const string NoUnicode = "holds text that is no valid Unicode";

    private readonly JsonObject? _given;
    private bool _isEmpty;

    private JsonBody(JsonObject? given, ProblemHttpResult? problem) => (_given, Problem) = (given, problem);

    /// <summary>What is wrong with the body as such; null when it is a JSON object.</summary>
    public ProblemHttpResult? Problem { get; }

    /// <summary>Found by the framework through its name.</summary>
    public static async ValueTask<JsonBody> BindAsync(HttpContext context)
    {
        var (bytes, problem) = await ReadAsync(context.Request, context.RequestAborted);
        if (problem is not null)
        {
            return new JsonBody(null, problem);
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            return Repeated(document.RootElement, "") is { } name ? Refused($"names {name} twice")
                : JsonNode.Parse(bytes.Span) is JsonObject given ? new JsonBody(given, null)
                : Refused("must be a JSON object");
        }
        catch (JsonException fault)
        {
            return bytes.IsEmpty ? new(null, Problems.Invalid("body", "must be a JSON object, and is empty")) { _isEmpty = true } : Refused($"is no JSON (line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1})");
        }
        catch (InvalidOperationException)
        {
            return Refused(NoUnicode);
        }

        static JsonBody Refused(string text) => new(null, Problems.Invalid("body", text));
    }

    /// <summary>For a call that can do without one: no body at all is an empty object.</summary>
    public JsonBody OrEmpty() => _isEmpty ? new([], null) : this;

    /// <summary>The body as a new <typeparamref name="T"/>; null with <paramref name="faults"/> when a field is unknown or of a wrong type.</summary>
    public T? As<T>(Faults faults)
        where T : class => Read<T>(_given!, faults);

    /// <summary>
    /// The body laid over what is there: a field that is given replaces the old one whole, null returns an optional one to its default.
    /// </summary>
    public T? Over<T>(T current, Faults faults)
        where T : class
    {
        var merged = JsonSerializer.SerializeToNode(current, AdminJson.Options)!.AsObject();
        foreach (var (name, value) in _given!)
        {
            merged.Remove(name);
            if (value is not null)
            {
                merged[name] = value.DeepClone();
            }
            else if (!KnownFields.Of<T>().Contains(name))
            {
                faults.Add(name, KnownFields.Unknown<T>());
            }
        }

        return Read<T>(merged, faults);
    }

    /// <summary>The body as it came.</summary>
    public JsonElement AsElement() => JsonSerializer.SerializeToElement(_given);

    private static T? Read<T>(JsonObject given, Faults faults)
        where T : class
    {
        try
        {
            JsonShape.Check(given, typeof(T), "", faults);
            return faults.Any ? null : given.Deserialize<T>(KnownFields.Strict);
        }
        catch (InvalidOperationException)
        {
            faults.Add("body", NoUnicode);
            return null;
        }
    }

    /// <summary>The path of the first field that stands twice in one object; null when there is none.</summary>
    private static string? Repeated(JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return json.ValueKind != JsonValueKind.Array ? null
                : json.EnumerateArray().Select(item => Repeated(item, path)).FirstOrDefault(found => found is not null);
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in json.EnumerateObject())
        {
            var at = path.Length == 0 ? field.Name : $"{path}.{field.Name}";
            if (!names.Add(field.Name))
            {
                return at;
            }

            if (Repeated(field.Value, at) is { } within)
            {
                return within;
            }
        }

        return null;
    }

    private static async Task<(ReadOnlyMemory<byte> Bytes, ProblemHttpResult? Problem)> ReadAsync(
        HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > LimitBytes)
        {
            return (default, Problems.TooLarge(LimitBytes)); // the server would throw at those that are longer than it reads
        }

        var written = new ArrayBufferWriter<byte>(4096);
        while (true)
        {
            var read = await request.Body.ReadAsync(written.GetMemory(4096), cancellationToken);
            if (read == 0)
            {
                return (written.WrittenMemory, null);
            }

            written.Advance(read);
            if (written.WrittenCount > LimitBytes)
            {
                return (default, Problems.TooLarge(LimitBytes));
            }
        }
    }
}
