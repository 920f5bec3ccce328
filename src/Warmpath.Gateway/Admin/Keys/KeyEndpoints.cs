using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Warmpath.Gateway.Admin.Bodies;
using Warmpath.Gateway.Checks;
using Warmpath.Gateway.Events;
using Warmpath.Gateway.Keys;
using Warmpath.Gateway.Settings;
using Warmpath.Routing;
using Warmpath.Storage.Keys;

namespace Warmpath.Gateway.Admin.Keys;

/// <summary><c>/keys</c>: the provider keys.</summary>
internal static class KeyEndpoints
{
    public static void MapKeys(this IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/keys").WithTags("keys");
        keys.MapPost("", Add).WithSummary("Adds a provider key").Takes<KeyInput>();
        keys.MapGet("", List).WithSummary("Lists the keys with their states");
        keys.MapGet("/{id}", Get).WithSummary("One key with its state");
        keys.MapPatch("/{id}", Change).WithSummary("Changes what is given of a key; a new secret or base URL resets its pools and health").Takes<KeyInput>();
        keys.MapPost("/{id}/test", Test).WithSummary("Checks a key against the provider at no cost");
        keys.MapDelete("/{id}", Remove).WithSummary("Removes a key; running requests end undisturbed");
    }

    private static async Task<Results<Created<KeyJson>, ProblemHttpResult>> Add(
        JsonBody body, KeyRing ring, KeyDirectory directory, LiveSettings settings, EventJournal journal, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var faults = new Faults();
        if (body.As<KeyInput>(faults) is { } input)
        {
            KeyRules.Check(input, settings.Current.AllowedHosts, faults);
            if (!faults.Any)
            {
                var key = KeyForm.New(input, time.GetUtcNow());
                if (await ring.AddAsync(key, cancellationToken) == KeyChange.NameTaken)
                {
                    return Problems.NameTaken("key", key.Config.Name);
                }

                journal.Done("key_added", key.Config.Name, $"Key {key.Config.Name} was added.");
                return TypedResults.Created($"{AdminApi.Root}/keys/{key.Config.Id}", directory.Find(key.Config.Id.Value));
            }
        }

        return Problems.Invalid(faults);
    }

    private static Ok<Page<KeyJson>> List(KeyDirectory directory) => TypedResults.Ok(new Page<KeyJson>(directory.All));

    private static Results<Ok<KeyJson>, ProblemHttpResult> Get(string id, KeyDirectory directory) => Found(directory.Find(id));

    private static async Task<Results<Ok<KeyJson>, ProblemHttpResult>> Change(
        string id, JsonBody body, KeyRing ring, KeyDirectory directory, LiveSettings settings, EventJournal journal,
        CancellationToken cancellationToken)
    {
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var faults = new Faults();
        KeyInput? wanted = null;
        var change = await ring.ChangeAsync(id, Apply, cancellationToken);
        if (change == KeyChange.Done)
        {
            journal.Done("key_changed", wanted!.Name!, $"Key {wanted.Name} was changed.");
        }

        return change switch
        {
            KeyChange.Done => Found(directory.Find(id)),
            KeyChange.Refused => Problems.Invalid(faults),
            KeyChange.NameTaken => Problems.NameTaken("key", wanted!.Name!),
            _ => Found(null),
        };

        StoredKey? Apply(StoredKey key)
        {
            wanted = body.Over(KeyForm.Of(key), faults);
            if (wanted is not null)
            {
                KeyRules.Check(wanted, settings.Current.AllowedHosts, faults);
            }

            return faults.Any ? null : KeyForm.Fill(key, wanted!);
        }
    }

    private static async Task<Results<Ok<KeyJson>, ProblemHttpResult>> Test(
        string id, KeyCheck check, KeyDirectory directory, CancellationToken cancellationToken)
    {
        await check.RunAsync(new KeyId(id), cancellationToken);
        return Found(directory.Find(id));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        string id, KeyRing ring, EventJournal journal, CancellationToken cancellationToken)
    {
        if (await ring.RemoveAsync(id, cancellationToken) is not { } key)
        {
            return Problems.NotFound("key", "/keys");
        }

        journal.Done("key_removed", key.Config.Name, $"Key {key.Config.Name} was removed.");
        return TypedResults.NoContent();
    }

    private static Results<Ok<KeyJson>, ProblemHttpResult> Found(KeyJson? key) =>
        key is null ? Problems.NotFound("key", "/keys") : TypedResults.Ok(key);
}
