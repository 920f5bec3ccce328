using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Warmpath.Gateway.Admin.Bodies;

namespace Warmpath.Gateway.Admin;

/// <summary>The errors of the admin API (RFC 9457): each says what is wrong and what cures it.</summary>
internal static class Problems
{
    /// <summary>400, with the faults by field under <c>errors</c>.</summary>
    public static ProblemHttpResult Invalid(Faults faults)
    {
        var detail = string.Join(' ', faults.ByField.Select(fault => $"{fault.Key} {string.Join(", and ", fault.Value)}."));
        return TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest, title: "The request is not valid",
            extensions: new Dictionary<string, object?> { ["errors"] = faults.ByField });
    }

    /// <summary>400 for one field.</summary>
    public static ProblemHttpResult Invalid(string field, string text)
    {
        var faults = new Faults();
        faults.Add(field, text);
        return Invalid(faults);
    }

    public static ProblemHttpResult TooLarge(int limitBytes) => TypedResults.Problem(
        $"A body may have {limitBytes} bytes; send less.", statusCode: StatusCodes.Status413PayloadTooLarge, title: "The body is too large");

    public static ProblemHttpResult NotFound(string what, string list) => TypedResults.Problem(
        $"There is no such {what}; GET {AdminApi.Root}{list} lists them.", statusCode: StatusCodes.Status404NotFound, title: $"No such {what}");

    /// <summary>What an outcome without a value is to a caller: 400, 404 or 409.</summary>
    public static ProblemHttpResult Of<T>(Outcome<T> outcome, string what, string list)
        where T : class => outcome switch
    {
        { TakenName: { } name } => NameTaken(what, name, outcome.Faults!), // it comes with faults
        { Faults: { } faults } => Invalid(faults),
        _ => NotFound(what, list),
    };

    private static ProblemHttpResult NameTaken(string what, string name, Faults faults) => TypedResults.Problem(
        $"Another {what} is named {name}; choose a name that tells them apart.", statusCode: StatusCodes.Status409Conflict,
        title: "The name is taken", extensions: new Dictionary<string, object?> { ["errors"] = faults.ByField });
}
