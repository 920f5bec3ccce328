using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Warmpath.Gateway.Admin.OpenApi;

/// <summary>What the OpenAPI document says beyond what the endpoints tell of themselves.</summary>
internal static class AdminDescription
{
    private const string Scheme = "adminToken";

    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = call => call.RelativePath?.StartsWith(AdminApi.Root[1..], StringComparison.Ordinal) ?? false;
        options.AddOperationTransformer(BodyOf.DescribeAsync);

        // Filters that are read as one object bear the names of its properties; in a query they are written as JSON writes them.
        options.AddOperationTransformer((operation, _, _) =>
        {
            foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            {
                parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!); // parameters have one
            }

            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Warmpath admin API",
                Version = "v1",
                Description = "Keys, clients, settings and the ledger of a running gateway. Errors are application/problem+json (RFC 9457); "
                    + "errors of fields stand under errors, by field.",
            };
            document.Servers = []; // where the reader found it
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Scheme] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = "The admin token: printed at the first start, or given by --admin-token or WARMPATH_ADMIN_TOKEN.",
                },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
            return Task.CompletedTask;
        });
    }
}
