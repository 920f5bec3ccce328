using System.Text.Json;
using System.Text.Json.Serialization;

namespace Warmpath.Storage.Ledger;

/// <summary>How the tries of a request stand in its <see cref="RequestRow"/>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyList<LedgerAttempt>))]
internal sealed partial class AttemptsJson : JsonSerializerContext;
