using Warmpath.Macro.Load;
using Warmpath.Macro.Proxies;

namespace Warmpath.Macro.Report;

/// <param name="Proxy">Null for the provider itself.</param>
/// <param name="Lineages">How many conversations its requests belong to.</param>
internal sealed record Contender(Target Target, Proxy? Proxy, int Lineages);
