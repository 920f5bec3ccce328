using Microsoft.AspNetCore.Http;
using Warmpath.Gateway.DataPlane;
using Warmpath.Routing;
using Warmpath.Routing.Outlines;
using Warmpath.Storage.Clients;
using Warmpath.Storage.Settings;

namespace Warmpath.Gateway.Admitting;

/// <summary>Puts a request into routing's own terms.</summary>
internal static class RoutingRequests
{
    /// <returns>The request, or null with the fault of its body.</returns>
    public static (RoutingRequest? Request, OutlineFault? Fault) Read(
        IHeaderDictionary headers, Route route, ReadOnlySpan<byte> body, StoredClient client, GatewaySettings settings, DateTimeOffset now)
    {
        OutlineFault? fault = null;
        var outline = route.Format is { } format ? OutlineReader.Read(body, format, out fault) : WithoutPrompt(route);
        return outline is null
            ? (null, fault)
            : (new RoutingRequest
            {
                Kind = route.Kind,
                Provider = route.Provider,
                AsksForMade = route.Kind.IsOfMade() && route.Id is not null,
                Outline = MarksItself(outline, route, client, settings) ? outline.WithAutomaticBreakpoint() : outline,
                Hints = route.Kind.IsOfMade() ? RequestHints.None : HintReader.Read(headers, route.Provider), // what a client makes lies together, whatever session makes it
                Client = client.Id,
                ArrivedAt = now,
                MaximumWait = TimeSpan.FromSeconds(settings.MaximumWaitSeconds),
                ValueOfTimePerHour = client.Options.ValueOfTimePerHour ?? settings.ValueOfTimePerHour,
                Lifetime = client.Options.Features?.Lifetime ?? settings.Lifetime,
            }, null);
    }

    // A request without a marker of its own, whose client wants Anthropic's automatic one (providers.md 2.1).
    private static bool MarksItself(Outline outline, Route route, StoredClient client, GatewaySettings settings) =>
        route.Resource == Resource.Messages && outline is { Blocks.Length: > 0, Breakpoints.Length: 0, NamesCacheControl: false }
        && (client.Options.Features?.AutoCache ?? settings.AutoCache);

    // A model's own page is asked of keys that have the model.
    private static Outline WithoutPrompt(Route route) =>
        new() { Model = route.Resource is Resource.Model or Resource.OpenAIModel ? route.Id! : "", Blocks = [], Breakpoints = [] }; // its path has one
}
