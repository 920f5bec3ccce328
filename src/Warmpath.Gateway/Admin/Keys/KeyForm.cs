using Warmpath.Gateway.Keys;
using Warmpath.Routing;
using Warmpath.Routing.Fleet;
using Warmpath.Storage.Keys;

namespace Warmpath.Gateway.Admin.Keys;

/// <summary>From what people say of a key to the key that is kept, and back.</summary>
public static class KeyForm
{
    private const string AnthropicBaseUrl = "https://api.anthropic.com";
    private const string OpenAIBaseUrl = "https://api.openai.com";

    /// <summary>The address that a key of this provider has unless another is given.</summary>
    public static string BaseUrl(string? provider) => provider == Providers.OpenAI ? OpenAIBaseUrl : AnthropicBaseUrl;

    /// <summary>A new key. The input is valid (<see cref="KeyRules"/>).</summary>
    public static StoredKey New(KeyInput input, DateTimeOffset now)
    {
        var config = new KeyConfig
        {
            Id = new KeyId($"key_{Guid.CreateVersion7(now):N}"), Name = "", Provider = "", BaseUrl = "",
        };
        return Fill(new StoredKey(config, "", "", now), input);
    }

    /// <summary>The key with everything that the input says of it. The input is valid and whole.</summary>
    public static StoredKey Fill(StoredKey key, KeyInput input) => key with
    {
        Secret = input.Secret!,
        Hint = SecretHint.Of(input.Secret!),
        Config = key.Config with
        {
            Name = input.Name!,
            Provider = input.Provider!,
            BaseUrl = BaseUrlOf(input),
            OrganizationName = input.Organization,
            BoundWorkspaceId = input.WorkspaceId,
            Limits = input.Limits,
            Enabled = input.Enabled ?? true,
            Draining = input.Draining ?? false,
        },
    };

    // OpenAI's libraries have /v1 in theirs, and so have people.
    private static string BaseUrlOf(KeyInput input)
    {
        var url = (input.BaseUrl ?? BaseUrl(input.Provider)).TrimEnd('/');
        return input.Provider == Providers.OpenAI && url.EndsWith("/v1", StringComparison.Ordinal) ? url[..^"/v1".Length] : url;
    }

    /// <summary>What people said of a key, for a PATCH to be laid over.</summary>
    public static KeyInput Of(StoredKey key) => new()
    {
        Name = key.Config.Name,
        Provider = key.Config.Provider,
        Secret = key.Secret,
        BaseUrl = key.Config.BaseUrl,
        Organization = key.Config.OrganizationName,
        WorkspaceId = key.Config.BoundWorkspaceId,
        Limits = key.Config.Limits,
        Enabled = key.Config.Enabled,
        Draining = key.Config.Draining,
    };
}
