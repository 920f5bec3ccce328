namespace Warmpath.Storage;

/// <summary>What a look at a sound store found.</summary>
/// <param name="PendingChanges">Changes of the schema that the next start makes; while there are any, keys are not looked at.</param>
/// <param name="KeyUrls">The base URL of each provider key, in the order of their making; all of them decrypt.</param>
public sealed record StoreReport(int PendingChanges, IReadOnlyList<string> KeyUrls);
