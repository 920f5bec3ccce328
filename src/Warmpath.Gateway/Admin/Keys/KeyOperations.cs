using Warmpath.Gateway.Admin.Bodies;
using Warmpath.Gateway.Checks;
using Warmpath.Gateway.Events;
using Warmpath.Gateway.Keys;
using Warmpath.Gateway.Settings;
using Warmpath.Routing;
using Warmpath.Storage.Keys;

namespace Warmpath.Gateway.Admin.Keys;

/// <summary>What people do to provider keys: checked, kept, put in force, and written down with who did it.</summary>
public sealed class KeyOperations(
    KeyRing ring, KeyDirectory directory, KeyCheck check, LiveSettings settings, Router router, EventJournal journal, TimeProvider time)
{
    /// <param name="by">Who does it, for the events.</param>
    public async Task<Outcome<KeyJson>> AddAsync(KeyInput input, string by, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        KeyRules.Check(input, settings.Current.AllowedHosts, faults);
        KeyRules.CheckLimits(input.Limits, router.Catalog, faults);
        if (faults.Any)
        {
            return Outcome.Invalid<KeyJson>(faults);
        }

        var key = KeyForm.New(input, time.GetUtcNow());
        if (await ring.AddAsync(key, cancellationToken) == KeyChange.NameTaken)
        {
            return Outcome.NameTaken<KeyJson>("key", key.Config.Name);
        }

        journal.Done("key_added", key.Config.Name, $"Key {key.Config.Name} was added.", by);
        return Outcome.Done(directory.Find(key.Config.Id.Value));
    }

    /// <summary>A new secret or base URL resets the key's pools and health.</summary>
    /// <param name="edit">From what people said of the key to what they say now; null with faults refuses. Runs while other changes wait.</param>
    public async Task<Outcome<KeyJson>> ChangeAsync(
        string id, Func<KeyInput, Faults, KeyInput?> edit, string by, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        KeyInput? wanted = null;
        string? changes = null;
        switch (await ring.ChangeAsync(id, Apply, cancellationToken))
        {
            case KeyChange.Done:
                if (changes is not null)
                {
                    journal.Done("key_changed", wanted!.Name!, $"Key {wanted.Name} was changed: {changes}.", by); // both given: it was applied
                }

                return Outcome.Done(directory.Find(id));
            case KeyChange.Refused:
                return Outcome.Invalid<KeyJson>(faults);
            case KeyChange.NameTaken:
                return Outcome.NameTaken<KeyJson>("key", wanted!.Name!);
            default:
                return Outcome.Unknown<KeyJson>();
        }

        StoredKey? Apply(StoredKey key)
        {
            wanted = edit(KeyForm.Of(key), faults);
            if (wanted is not null)
            {
                KeyRules.Check(wanted, settings.Current.AllowedHosts, faults);
                if (wanted.Provider != key.Config.Provider)
                {
                    faults.Add("provider", "cannot be changed: remove the key and add it anew");
                }

                if (Changes.Between(key.Config.Limits, wanted.Limits) is not null)
                {
                    KeyRules.CheckLimits(wanted.Limits, router.Catalog, faults);
                }
            }

            if (faults.Any)
            {
                return null;
            }

            var changed = KeyForm.Fill(key, wanted!); // without a fault there is one
            changes = Changes.Between(KeyForm.Of(key), KeyForm.Of(changed));
            return changed;
        }
    }

    /// <summary>Checks the key against the provider at no cost.</summary>
    /// <returns>The key, whatever the check found; null when there is none of that id.</returns>
    public async Task<KeyJson?> TestAsync(string id, CancellationToken cancellationToken)
    {
        await check.RunAsync(new KeyId(id), cancellationToken);
        return directory.Find(id);
    }

    /// <summary>Running requests end undisturbed.</summary>
    /// <returns>False when there is none of that id.</returns>
    public async Task<bool> RemoveAsync(string id, string by, CancellationToken cancellationToken)
    {
        if (await ring.RemoveAsync(id, cancellationToken) is not { } key)
        {
            return false;
        }

        journal.Done("key_removed", key.Config.Name, $"Key {key.Config.Name} was removed.", by);
        return true;
    }
}
