namespace Warmpath.Gateway.Admin;

/// <summary>A list, or a page of one. <paramref name="Next"/> is given as <c>after</c> for the following page; null at the end.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next = null);
