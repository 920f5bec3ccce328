using Warmpath.Gateway.Admin;

namespace Warmpath.Dashboard.Shell;

/// <summary>What is wrong with a form, field by field, in the words of the rules that the admin API has as well.</summary>
internal static class FaultsOf
{
    /// <param name="field">As the admin API names it, such as <c>baseUrl</c>.</param>
    public static string? Field<T>(Outcome<T>? outcome, string field)
        where T : class => outcome?.Faults?.ByField.TryGetValue(field, out var texts) == true ? string.Join(", and ", texts) : null;

    /// <summary>Faults of fields that the form does not show.</summary>
    public static IEnumerable<string> Others<T>(Outcome<T>? outcome, params string[] shown)
        where T : class => outcome?.Faults?.ByField.Where(fault => !shown.Contains(fault.Key))
            .Select(fault => $"{fault.Key} {string.Join(", and ", fault.Value)}.") ?? [];
}
