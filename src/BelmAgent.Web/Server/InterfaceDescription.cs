using System.Reflection;
using System.Text.Json;
using BelmAgent.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace BelmAgent.Web.Server;

/// <summary>The description of the REST interface as OpenAPI 3.1.</summary>
internal static class InterfaceDescription
{
    /// <summary>The name of the document, and of the group of its endpoints: the app around may have documents of its own.</summary>
    public const string Name = "belm";

    /// <summary>Maps the document.</summary>
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("openapi/v1.json", async (HttpContext context) =>
        {
            var document = await context.RequestServices.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync(context.RequestAborted);
            // The serializer flushes without waiting, which a response does not allow.
            using var json = new MemoryStream();
            await document.SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1, context.RequestAborted);
            return Results.Bytes(json.ToArray(), "application/json;charset=utf-8");
        })
        .RequireScope(Scopes.Read).ExcludeFromDescription();

    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "BelmAgent", Version = "v1", Description = "Says what should change in a picture, and only that changes." };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key of 'belm keys'." },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", document)] = [] }];
            return Task.CompletedTask;
        });

        // A manifest that is sent as it is has the lines of its rows, and not the JSON that may carry it.
        options.AddOperationTransformer((operation, _, _) =>
        {
            foreach (var (type, content) in operation.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>())
            {
                if (type is "text/csv" or "application/jsonl" or "application/x-ndjson")
                {
                    content.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
                }
            }

            return Task.CompletedTask;
        });

        // The interface speaks snake_case, whatever JSON the app around it speaks.
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type.Assembly.GetName().Name?.StartsWith("BelmAgent", StringComparison.Ordinal) == true && schema.Properties is { } properties)
            {
                schema.Properties = properties.ToDictionary(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Key), property => property.Value);
                schema.Required = schema.Required?.Select(JsonNamingPolicy.SnakeCaseLower.ConvertName).ToHashSet();
            }

            // Numbers are numbers here; the framework's own defaults also take them as text.
            if (schema is { Pattern: not null, Type: { } type } && (type & (JsonSchemaType.Integer | JsonSchemaType.Number)) != 0)
            {
                (schema.Type, schema.Pattern) = (type & ~JsonSchemaType.String, null);
            }

            return Task.CompletedTask;
        });
    }
}
