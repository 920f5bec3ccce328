using System.Text.Json.Nodes;
using Warmpath.Mock.Accounts;
using Warmpath.Mock.Faults;
using Warmpath.Mock.OpenAI;
using Warmpath.Simulation.Providers;

namespace Warmpath.Mock.Http;

/// <summary>How a provider's API speaks whatever it is asked: who calls, headers, errors. One per provider; stateless.</summary>
internal abstract class Dialect
{
    public static readonly Dialect Anthropic = new AnthropicDialect();
    public static readonly Dialect OpenAI = new OpenAIDialect();

    private protected const string Bearer = "Bearer ";

    /// <summary>
    /// That of the route. Both providers list their models under one path: Anthropic's clients say which version they speak, or send their
    /// key in a header of its own.
    /// </summary>
    /// <param name="route">Null for a path that is not served.</param>
    public static Dialect Of(MockRoute? route, IHeaderDictionary headers) => route?.Name switch
    {
        MockRoute.Responses or MockRoute.Chat or MockRoute.Embeddings or MockRoute.Conversations => OpenAI,
        MockRoute.Models when !headers.ContainsKey("anthropic-version") && !headers.ContainsKey("x-api-key") => OpenAI,
        _ => Anthropic,
    };

    /// <summary>Names of the headers that every answer has.</summary>
    public abstract string RequestIdHeader { get; }

    public abstract string OrganizationHeader { get; }

    public abstract string WorkspaceHeader { get; }

    /// <summary>No key of the mock, or none at all.</summary>
    public abstract ProviderError WrongKey { get; }

    public abstract ProviderError TooLarge { get; }

    /// <returns>Null when the call brings no credential.</returns>
    public abstract string? SecretOf(IHeaderDictionary headers);

    public abstract string OrganizationIdOf(MockKey key);

    /// <returns>In the order of <see cref="MockKey.Workspaces"/>.</returns>
    public abstract IReadOnlyList<string> WorkspaceIdsOf(MockKey key);

    /// <summary>The workspace of a call: the key's only one, or the one that the call names.</summary>
    /// <returns>Its position in <see cref="MockKey.Workspaces"/>; -1 with the error.</returns>
    public abstract int WorkspaceOf(MockKey key, IHeaderDictionary headers, out ProviderError? error);

    /// <summary>The place in the provider's model whose caches and further limits a call meets.</summary>
    public abstract string PlaceOf(string workspace);

    public abstract void SetLimits(IHeaderDictionary headers, IReadOnlyList<LimitLevel> levels, DateTimeOffset now);

    /// <param name="model">As the call names it; null when it names none.</param>
    public abstract ProviderError RateLimit(RateRefusal refusal, MockKey key, string? model);

    /// <summary>The error that a fault is, with the headers that it asks for.</summary>
    /// <param name="effect">The fault's, in the words of Anthropic.</param>
    public abstract ProviderError ErrorOf(ErrorEffect effect, FaultScene scene);

    /// <summary>The error of this type that comes instead of the rest of an answer.</summary>
    /// <param name="type">In the words of Anthropic or in this provider's own.</param>
    public abstract ProviderError BrokenOff(string type);

    /// <summary>The body of an error.</summary>
    public abstract JsonObject Body(ProviderError error, string requestId);
}
