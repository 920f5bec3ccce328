using Microsoft.AspNetCore.Components;
using Warmpath.Gateway.Admin.Keys;
using Warmpath.Routing.Fleet;

namespace Warmpath.Dashboard.Keys;

/// <summary>The fields of a key's form, for a new key and for a change.</summary>
public partial class KeyFields : ComponentBase
{
    [Parameter, EditorRequired]
    public required Values Fields { get; set; }

    /// <summary>What is wrong with a field, by its name in the admin API; null when nothing is.</summary>
    [Parameter, EditorRequired]
    public required Func<string, string?> Faults { get; set; }

    [Parameter]
    public bool IsNew { get; set; }

    private bool IsOpenAI => Fields.Provider == Providers.OpenAI;

    // As it stands inside a sentence.
    private string Workspace => KeyWords.Workspace(Fields.Provider).ToLowerInvariant();

    private bool HasMore => Fields.Organization.Length + Fields.WorkspaceId.Length + Fields.Limits.Count > 0 || (!IsNew && Fields.BaseUrl.Length > 0);

    /// <summary>What stands in the form. Empty texts mean: not given.</summary>
    public sealed class Values
    {
        public string Name { get; set; } = "";

        /// <summary>Whose key it is, one of <see cref="Providers"/>; chosen once.</summary>
        public string Provider { get; set; } = Providers.Anthropic;

        public string Secret { get; set; } = "";

        public string Organization { get; set; } = "";

        public string WorkspaceId { get; set; } = "";

        public string BaseUrl { get; set; } = "";

        public List<LimitRow> Limits { get; private init; } = [];

        public static Values Of(KeyJson key) => new()
        {
            Name = key.Name,
            Provider = key.Provider,
            Organization = key.Organization.Name ?? "",
            WorkspaceId = key.WorkspaceId ?? "",
            BaseUrl = key.BaseUrl,
            Limits = [.. key.Limits?.Select(limit => LimitRow.Of(limit.Key, limit.Value)) ?? []],
        };

        public KeyInput OverNothing() => Over(new KeyInput { Provider = Provider });

        /// <summary>The form laid over what is known of the key; an empty secret keeps the old one.</summary>
        public KeyInput Over(KeyInput known) => known with
        {
            Name = Name.Trim(),
            Secret = Secret.Trim() is { Length: > 0 } secret ? secret : known.Secret,
            Organization = Given(Organization),
            WorkspaceId = Given(WorkspaceId),
            BaseUrl = Given(BaseUrl),
            Limits = Limits.Count == 0 ? null : Limits.GroupBy(row => row.ModelClass.Trim()).ToDictionary(rows => rows.Key, rows => rows.Last().Settings),
        };

        /// <summary>Without the secret.</summary>
        public override string ToString() => $"key {Name}";

        private static string? Given(string text) => text.Trim() is { Length: > 0 } given ? given : null;
    }
}
