using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Warmpath.Gateway.Admin.Bodies;

namespace Warmpath.Gateway.Admin.Counterfactual;

/// <summary><c>/counterfactual</c>: what the traffic would have cost another way, by the hour.</summary>
internal static class CounterfactualEndpoint
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public static void MapCounterfactual(this IEndpointRouteBuilder api) =>
        api.MapGet("/counterfactual", List).WithTags("status")
            .WithSummary("Estimates of what the traffic would have cost another way, by the hour, oldest first; the last day unless from and to say otherwise");

    private static async Task<Results<Ok<Page<CounterfactualHourJson>>, ProblemHttpResult>> List(
        CounterfactualReader reader, TimeProvider time, string? from, string? to, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var span = Span.Read(from, to, TimeSpan.FromDays(1), Longest, time.GetUtcNow(), faults);
        return faults.Any
            ? Problems.Invalid(faults)
            : TypedResults.Ok(new Page<CounterfactualHourJson>(await reader.ListHoursAsync(span.From, span.To, cancellationToken), null));
    }
}
