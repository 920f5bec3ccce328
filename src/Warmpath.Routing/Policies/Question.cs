using Warmpath.Routing.Catalog;
using Warmpath.Routing.Lineages;

namespace Warmpath.Routing.Policies;

/// <summary>What a policy is asked: which candidate should serve this request now?</summary>
/// <param name="CarriesCache">False for titles, token counts and prompts below the minimum: such a request neither makes nor moves a home.</param>
internal readonly record struct Question(
    RoutingRequest Request, Lineage Lineage, ModelFacts Model, bool CarriesCache, int PromptTokens, DateTimeOffset Now);
