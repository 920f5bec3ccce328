using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Warmpath.Gateway.Admin.Access;
using Warmpath.Gateway.Admin.Bodies;

namespace Warmpath.Gateway.Admin.Clients;

/// <summary><c>/clients</c>: who may use the data plane.</summary>
internal static class ClientEndpoints
{
    public static void MapClients(this IEndpointRouteBuilder api)
    {
        var clients = api.MapGroup("/clients").WithTags("clients");
        clients.MapPost("", Add).WithSummary("Adds a client; the answer holds its virtual key, this once").Takes<ClientInput>();
        clients.MapGet("", List).WithSummary("Lists the clients");
        clients.MapGet("/{id}", Get).WithSummary("One client");
        clients.MapPatch("/{id}", Change).WithSummary("Changes what is given of a client").Takes<ClientInput>();
        clients.MapPost("/{id}/rotate", Rotate)
            .WithSummary("Gives a client a new virtual key, in the answer this once; the one before may be accepted for a while").Takes<RotateInput>(required: false);
        clients.MapDelete("/{id}", Remove).WithSummary("Revokes a client's virtual key");
    }

    private static async Task<Results<Created<ClientJson>, ProblemHttpResult>> Add(
        JsonBody body, ClientOperations clients, CancellationToken cancellationToken)
    {
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var faults = new Faults();
        if (body.As<ClientInput>(faults) is not { } input)
        {
            return Problems.Invalid(faults);
        }

        var added = await clients.AddAsync(input, AdminAuthentication.Person, cancellationToken);
        return added is { Value: { } client }
            ? TypedResults.Created($"{AdminApi.Root}/clients/{client.Id}", client)
            : Problems.Of(added, "client", "/clients");
    }

    private static Ok<Page<ClientJson>> List(ClientOperations clients) => TypedResults.Ok(new Page<ClientJson>(clients.List()));

    private static Results<Ok<ClientJson>, ProblemHttpResult> Get(string id, ClientOperations clients) =>
        clients.Find(id) is { } client ? TypedResults.Ok(client) : Problems.NotFound("client", "/clients");

    private static async Task<Results<Ok<ClientJson>, ProblemHttpResult>> Change(
        string id, JsonBody body, ClientOperations clients, CancellationToken cancellationToken)
    {
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var changed = await clients.ChangeAsync(id, body.Over, AdminAuthentication.Person, cancellationToken);
        return changed is { Value: { } client } ? TypedResults.Ok(client) : Problems.Of(changed, "client", "/clients");
    }

    private static async Task<Results<Ok<ClientJson>, ProblemHttpResult>> Rotate(
        string id, JsonBody body, ClientOperations clients, CancellationToken cancellationToken)
    {
        body = body.OrEmpty();
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var faults = new Faults();
        if (body.As<RotateInput>(faults) is not { } input)
        {
            return Problems.Invalid(faults);
        }

        var rotated = await clients.RotateAsync(id, input, AdminAuthentication.Person, cancellationToken);
        return rotated is { Value: { } client } ? TypedResults.Ok(client) : Problems.Of(rotated, "client", "/clients");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        string id, ClientOperations clients, CancellationToken cancellationToken) =>
        await clients.RevokeAsync(id, AdminAuthentication.Person, cancellationToken) ? TypedResults.NoContent() : Problems.NotFound("client", "/clients");
}
