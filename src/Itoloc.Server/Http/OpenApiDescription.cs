using Itoloc.Server.Keys;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scope = Itoloc.Server.Keys.Scope;

namespace Itoloc.Server.Http;

/// <summary>
/// The description of the native API: what is served is what is committed in <c>docs/openapi.json</c>.
/// </summary>
static class OpenApiDescription
{
    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "Itoloc", Version = "v1", Description = "WiFi indoor positioning. See docs/api.md." };
            // Where it runs is not part of what it is.
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", document)] = [] }];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            Access? access = context.Description.ActionDescriptor.EndpointMetadata.OfType<Access>().LastOrDefault();
            if (access?.Scope is { } scope)
            {
                operation.Description = scope == Scope.None
                    ? "Needs any valid key."
                    : $"Needs a key with the scope {scope.ToString().ToLowerInvariant()}.";
            }
            return Task.CompletedTask;
        });
    }
}
