using Warmpath.Gateway.Admin.Bodies;
using Warmpath.Gateway.Upstream;
using Warmpath.Routing.Catalog;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Limits;

namespace Warmpath.Gateway.Admin.Keys;

/// <summary>What makes a key's description valid. All faults are reported at once.</summary>
internal static class KeyRules
{
    /// <summary>Per minute: more than any provider grants, and few enough for sums of it.</summary>
    public const long LargestRate = 1_000_000_000_000;

    private const string AnyOther = "*";
    private const int LongestSecret = 1000;
    private const int LongestBaseUrl = 500;
    private const int LongestWorkspaceId = 200;
    private const int MostLimits = 100;

    /// <param name="allowedHosts">Link-local or metadata hosts that the settings allow all the same.</param>
    public static void Check(KeyInput key, IReadOnlyList<string> allowedHosts, Faults faults)
    {
        Texts.CheckName(key.Name, "name", faults);
        CheckSecret(key.Secret, faults);
        if (!Providers.All.Contains(key.Provider))
        {
            faults.Add("provider", $"must be {string.Join(" or ", Providers.All)}");
        }

        if (key.BaseUrl is not null)
        {
            CheckBaseUrl(key.BaseUrl, allowedHosts, faults);
        }

        if (key.Organization is not null)
        {
            Texts.CheckName(key.Organization, "organization", faults);
        }

        if (key.WorkspaceId is { } workspace
            && (workspace.Length is 0 or > LongestWorkspaceId || !workspace.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')))
        {
            faults.Add("workspaceId", "must be the provider's id of a workspace or project, such as wrkspc_01ABC");
        }
    }

    private static void CheckSecret(string? secret, Faults faults)
    {
        if (string.IsNullOrEmpty(secret))
        {
            faults.Add("secret", "must be given");
        }
        else if (secret.Length > LongestSecret)
        {
            faults.Add("secret", $"may have {LongestSecret} characters");
        }
        else if (!secret.All(c => c is > ' ' and < '\u007f'))
        {
            // It travels in a header: anything else would fail, or worse, there.
            faults.Add("secret", "must be printable ASCII without spaces");
        }
    }

    private static void CheckBaseUrl(string baseUrl, IReadOnlyList<string> allowedHosts, Faults faults)
    {
        if (baseUrl.Length > LongestBaseUrl || baseUrl.Any(c => c is < '!' or > '~')
            || !Uri.TryCreate(baseUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
        {
            faults.Add("baseUrl", "must be an absolute http or https URL, such as https://api.anthropic.com");
        }
        else if (url.UserInfo.Length > 0 || baseUrl.Contains('@') || baseUrl.Contains('?') || baseUrl.Contains('#'))
        {
            faults.Add("baseUrl", "must not contain user information, a query or a fragment");
        }
        else if (UpstreamAddresses.IsForbidden(url.IdnHost) && !allowedHosts.Contains(url.IdnHost, StringComparer.OrdinalIgnoreCase))
        {
            faults.Add("baseUrl", "must not name a link-local or metadata address; if that is meant, add the host to allowedHosts in the settings");
        }
    }

    /// <summary>The limits of a new key, or new ones of a key: the catalogue may have changed since old ones were given.</summary>
    public static void CheckLimits(IReadOnlyDictionary<string, LimitSettings>? limits, ModelCatalog catalog, Faults faults)
    {
        if (limits is null)
        {
            return;
        }

        if (limits.Count > MostLimits)
        {
            faults.Add("limits", $"may name {MostLimits} model classes");
            return;
        }

        foreach (var (modelClass, limit) in limits)
        {
            var isName = modelClass == AnyOther || (modelClass.Length is > 0 and <= 100 && modelClass.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_'));
            if (!isName)
            {
                faults.Add("limits", $"must be named by model class, such as opus-5-5, or {AnyOther} for any other");
            }
            else if (WrongClass(modelClass, catalog) is { } fault)
            {
                faults.Add($"limits.{modelClass}", fault);
            }
            else if (limit is null || new[] { limit.RequestsPerMinute, limit.InputTokensPerMinute, limit.OutputTokensPerMinute }.Any(n => n is not (null or (>= 1 and <= LargestRate))))
            {
                faults.Add($"limits.{modelClass}", $"must have numbers from 1 to {LargestRate}; leave out what is not known");
            }
        }
    }

    // A model that the catalogue does not know is in a class of its own name, so that names are no closed set; but many can be none.
    private static string? WrongClass(string name, ModelCatalog catalog) =>
        name == AnyOther || catalog.Classes.Contains(name) || catalog.Facts(name, DateTimeOffset.MaxValue).Class is var right && right == name ? null
        : $"is no model class: a model of that name is in {right}; there are {string.Join(", ", catalog.Classes)}, and {AnyOther} for any other";
}
