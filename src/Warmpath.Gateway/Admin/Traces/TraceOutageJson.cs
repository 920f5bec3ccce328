using System.Text.Json.Serialization;

namespace Warmpath.Gateway.Admin.Traces;

/// <summary>While an organization, or one key, did not serve. Either is named.</summary>
/// <param name="From">Seconds from the start of the trace.</param>
/// <param name="Status">What it answered; 0 = nothing, 401 and 402 however the provider said that a key is not valid or that credit is used up.</param>
/// <param name="Begins">The error came inside an answer that had begun.</param>
/// <param name="Latency">Seconds that the first failure took; null where none was met by a request.</param>
/// <param name="RetryAfter">Seconds, as it said; null when it did not.</param>
public sealed record TraceOutageJson(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Org,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Key,
    decimal From,
    decimal To,
    int Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Begins,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Latency,
    [property: JsonPropertyName("retry_after"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? RetryAfter);
