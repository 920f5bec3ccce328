using System.Text.Json;
using Warmpath.Mock.Http;

namespace Warmpath.Mock.Faults;

/// <summary>A fault as it is sent to <c>/mock/faults</c>.</summary>
internal static class FaultBody
{
    private static readonly string[] Fields = [.. MockJson.Control.GetTypeInfo(typeof(Fault)).Properties.Select(property => property.Name)];

    /// <exception cref="ArgumentException">It is none; the message says why, in the words of docs/mock.md.</exception>
    public static async Task<Fault> ReadAsync(HttpRequest request)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            return Read(body.RootElement);
        }
        catch (JsonException)
        {
            throw new ArgumentException("The body is no JSON.");
        }
    }

    private static Fault Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException("A fault is a JSON object, such as {\"fault\":\"overloaded_529\"}.");
        }

        if (body.EnumerateObject().Select(field => field.Name).FirstOrDefault(name => !Fields.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new ArgumentException($"There is no field '{unknown}'. There are: {string.Join(", ", Fields)}.");
        }

        try
        {
            return body.Deserialize<Fault>(MockJson.Control)!; // an object is not null
        }
        catch (JsonException fault)
        {
            throw new ArgumentException($"The field '{fault.Path?.TrimStart('$', '.')}' is of another type; docs/mock.md tells what each means.");
        }
    }
}
