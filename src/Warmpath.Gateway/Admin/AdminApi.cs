using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Warmpath.Gateway.Admin.Access;
using Warmpath.Gateway.Admin.Catalog;
using Warmpath.Gateway.Admin.Clients;
using Warmpath.Gateway.Admin.Counterfactual;
using Warmpath.Gateway.Admin.Events;
using Warmpath.Gateway.Admin.Keys;
using Warmpath.Gateway.Admin.OpenApi;
using Warmpath.Gateway.Admin.Requests;
using Warmpath.Gateway.Admin.Sessions;
using Warmpath.Gateway.Admin.Settings;
using Warmpath.Gateway.Admin.Status;
using Warmpath.Gateway.Admin.Traces;

namespace Warmpath.Gateway.Admin;

/// <summary>The admin API (contract.md, "Admin API"): JSON under <see cref="Root"/>, opened by the admin token.</summary>
public static class AdminApi
{
    public const string Root = "/admin/api/v1";

    public static void MapAdminApi(this WebApplication app)
    {
        var api = app.MapGroup(Root).RequireAuthorization(AdminAuthentication.Name)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized)
            .AddEndpointFilterFactory(KnownParameters.Check);
        api.MapKeys();
        api.MapClients();
        api.MapStatus();
        api.MapCounterfactual();
        api.MapTraces();
        api.MapSessions();
        api.MapRequests();
        api.MapSettings();
        api.MapCatalog();
        api.MapEvents();

        app.MapOpenApi($"{Root}/openapi.json"); // no token: it describes, and holds no secret
        app.Map("/admin/{**rest}", NothingHere).RequireAuthorization(AdminAuthentication.Name).ExcludeFromDescription();
    }

    /// <summary>Says in the API description what an endpoint reads by itself.</summary>
    internal static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint, bool required = true)
        where T : notnull => endpoint.WithMetadata(new BodyOf(typeof(T), required));

    // It takes every method of every path that no call has, so that a method that a path does not have comes here too.
    private static ProblemHttpResult NothingHere(HttpContext context, EndpointDataSource calls)
    {
        var request = context.Request;
        var methods = MethodsAt(request.Path, calls);
        if (methods.Count == 0)
        {
            return TypedResults.Problem(
                $"There is nothing at {request.Method} {request.Path}; {Root}/openapi.json describes what there is.",
                statusCode: StatusCodes.Status404NotFound, title: "No such call");
        }

        context.Response.Headers.Allow = string.Join(", ", methods);
        return TypedResults.Problem(
            $"{request.Path} has {string.Join(", ", methods)}, and no {request.Method}.",
            statusCode: StatusCodes.Status405MethodNotAllowed, title: "No such method");
    }

    private static List<string> MethodsAt(PathString path, EndpointDataSource calls) =>
    [
        .. calls.Endpoints.OfType<RouteEndpoint>()
            .Where(call => new TemplateMatcher(new RouteTemplate(call.RoutePattern), []).TryMatch(path, []))
            .SelectMany(call => call.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
            .Distinct().Order(StringComparer.Ordinal),
    ];
}
