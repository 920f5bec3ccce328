using Warmpath.Gateway.Keys;
using Warmpath.Routing;
using Warmpath.Storage.Keys;

namespace Warmpath.Gateway.Admin.Keys;

/// <summary>Keys as people see them: what is stored of each, joined with how it fares.</summary>
public sealed class KeyDirectory(KeyRing ring, Router router, TimeProvider time)
{
    public IReadOnlyList<KeyJson> All => Join(ring.All);

    /// <returns>Null when there is none of that id.</returns>
    public KeyJson? Find(string id) => ring.Find(id) is { } key ? Join([key]).SingleOrDefault() : null;

    // A key that came or went between the two looks is left out: it is in neither state for certain.
    private List<KeyJson> Join(IReadOnlyList<StoredKey> keys)
    {
        var views = router.View(time.GetUtcNow()).Keys.ToDictionary(view => view.Config.Id);
        return [.. keys.Where(key => views.ContainsKey(key.Config.Id)).Select(key => KeyJson.Of(key, views[key.Config.Id]))];
    }
}
