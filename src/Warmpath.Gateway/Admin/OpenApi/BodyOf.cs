using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Warmpath.Gateway.Admin.OpenApi;

/// <summary>What the body of a call is, for the API description alone: bodies are read as JSON whatever type the client names.</summary>
internal sealed record BodyOf(Type Type, bool Required)
{
    public static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<BodyOf>().FirstOrDefault() is { } body)
        {
            var schema = await context.GetOrCreateSchemaAsync(body.Type, null, cancellationToken);
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = body.Required,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = schema } },
            };
        }
    }
}
