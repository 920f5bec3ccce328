using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Warmpath.Gateway.Admin.Access;
using Warmpath.Gateway.Admin.Bodies;

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
        JsonBody body, KeyOperations keys, CancellationToken cancellationToken)
    {
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var faults = new Faults();
        if (body.As<KeyInput>(faults) is not { } input)
        {
            return Problems.Invalid(faults);
        }

        var added = await keys.AddAsync(input, AdminAuthentication.Person, cancellationToken);
        return added is { Value: { } key }
            ? TypedResults.Created($"{AdminApi.Root}/keys/{key.Id}", key)
            : Problems.Of(added, "key", "/keys");
    }

    private static Ok<Page<KeyJson>> List(KeyDirectory directory) => TypedResults.Ok(new Page<KeyJson>(directory.All));

    private static Results<Ok<KeyJson>, ProblemHttpResult> Get(string id, KeyDirectory directory) => Found(directory.Find(id));

    private static async Task<Results<Ok<KeyJson>, ProblemHttpResult>> Change(
        string id, JsonBody body, KeyOperations keys, CancellationToken cancellationToken)
    {
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var changed = await keys.ChangeAsync(id, body.Over, AdminAuthentication.Person, cancellationToken);
        return changed is { Value: { } key } ? TypedResults.Ok(key) : Problems.Of(changed, "key", "/keys");
    }

    private static async Task<Results<Ok<KeyJson>, ProblemHttpResult>> Test(
        string id, KeyOperations keys, CancellationToken cancellationToken) => Found(await keys.TestAsync(id, cancellationToken));

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        string id, KeyOperations keys, CancellationToken cancellationToken) =>
        await keys.RemoveAsync(id, AdminAuthentication.Person, cancellationToken) ? TypedResults.NoContent() : Problems.NotFound("key", "/keys");

    private static Results<Ok<KeyJson>, ProblemHttpResult> Found(KeyJson? key) =>
        key is null ? Problems.NotFound("key", "/keys") : TypedResults.Ok(key);
}
