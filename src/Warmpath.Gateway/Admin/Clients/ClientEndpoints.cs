using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Warmpath.Gateway.Admin.Bodies;
using Warmpath.Gateway.Clients;
using Warmpath.Gateway.Events;

namespace Warmpath.Gateway.Admin.Clients;

/// <summary><c>/clients</c>: who may use the data plane.</summary>
internal static class ClientEndpoints
{
    private const double DearestHour = 100_000;

    public static void MapClients(this IEndpointRouteBuilder api)
    {
        var clients = api.MapGroup("/clients").WithTags("clients");
        clients.MapPost("", Add).WithSummary("Adds a client; the answer holds its virtual key, this once").Takes<ClientInput>();
        clients.MapGet("", List).WithSummary("Lists the clients");
        clients.MapGet("/{id}", Get).WithSummary("One client");
        clients.MapPatch("/{id}", Change).WithSummary("Changes what is given of a client").Takes<ClientInput>();
        clients.MapDelete("/{id}", Remove).WithSummary("Revokes a client's virtual key");
    }

    private static async Task<Results<Created<ClientJson>, ProblemHttpResult>> Add(
        JsonBody body, ClientDirectory directory, EventJournal journal, CancellationToken cancellationToken)
    {
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var faults = new Faults();
        var input = body.As<ClientInput>(faults);
        Check(input, faults);
        if (faults.Any)
        {
            return Problems.Invalid(faults);
        }

        var added = await directory.AddAsync(input!.Name!, input.Options, cancellationToken);
        if (added is not var (client, token))
        {
            return Problems.NameTaken("client", input.Name!);
        }

        journal.Done("client_added", client.Name, $"Client {client.Name} was added.");
        return TypedResults.Created($"{AdminApi.Root}/clients/{client.Id}", ClientJson.Of(client, token));
    }

    private static Ok<Page<ClientJson>> List(ClientDirectory directory) =>
        TypedResults.Ok(new Page<ClientJson>([.. directory.All.Select(client => ClientJson.Of(client))]));

    private static Results<Ok<ClientJson>, ProblemHttpResult> Get(string id, ClientDirectory directory) =>
        directory.Find(id) is { } client ? TypedResults.Ok(ClientJson.Of(client)) : Problems.NotFound("client", "/clients");

    private static async Task<Results<Ok<ClientJson>, ProblemHttpResult>> Change(
        string id, JsonBody body, ClientDirectory directory, EventJournal journal, CancellationToken cancellationToken)
    {
        if (body.Problem is { } problem)
        {
            return problem;
        }

        if (directory.Find(id) is not { } client)
        {
            return Problems.NotFound("client", "/clients");
        }

        var faults = new Faults();
        var input = body.Over(new ClientInput(client.Name, client.Options.ValueOfTimePerHour, client.Options.Features), faults);
        Check(input, faults);
        if (faults.Any)
        {
            return Problems.Invalid(faults);
        }

        var changed = client with { Name = input!.Name!, Options = input.Options };
        if (!await directory.ChangeAsync(changed, cancellationToken))
        {
            return Problems.NameTaken("client", changed.Name);
        }

        journal.Done("client_changed", changed.Name, $"Client {changed.Name} was changed.");
        return TypedResults.Ok(ClientJson.Of(changed));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        string id, ClientDirectory directory, EventJournal journal, CancellationToken cancellationToken)
    {
        if (await directory.RemoveAsync(id, cancellationToken) is not { } client)
        {
            return Problems.NotFound("client", "/clients");
        }

        journal.Done("client_revoked", client.Name, $"The virtual key of client {client.Name} was revoked.");
        return TypedResults.NoContent();
    }

    private static void Check(ClientInput? input, Faults faults)
    {
        if (input is null)
        {
            return;
        }

        Texts.CheckName(input.Name, "name", faults);
        if (input.ValueOfTimePerHour is { } value && value is not (>= 0 and <= DearestHour))
        {
            faults.Add("valueOfTimePerHour", $"must be $ per hour from 0 to {DearestHour}");
        }
    }
}
