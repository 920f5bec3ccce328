using System.Text.Json.Nodes;
using Warmpath.Mock.Http;

namespace Warmpath.Mock.Content;

/// <summary>What a model said, in a provider's JSON.</summary>
internal interface IModelAnswer
{
    /// <summary>The body of a whole answer.</summary>
    JsonObject Whole();

    /// <summary>The same as events, at least two.</summary>
    IEnumerable<SseEvent> Stream();

    /// <summary>The event that tells of an error instead of the rest of a stream.</summary>
    /// <param name="sent">How many events came before it.</param>
    SseEvent Failure(ProviderError error, string requestId, int sent);
}
