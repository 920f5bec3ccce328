using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Warmpath.Gateway.Admin.Bodies;

namespace Warmpath.Gateway.Admin;

/// <summary>The query parameters of each call: those that its handler takes. Any other is refused, since a misspelt filter would pass for none.</summary>
internal static class KnownParameters
{
    /// <summary>For all endpoints of a group.</summary>
    public static EndpointFilterDelegate Check(EndpointFilterFactoryContext handler, EndpointFilterDelegate next)
    {
        var taken = handler.MethodInfo.GetParameters().SelectMany(Names).ToArray();
        return async call =>
        {
            var request = call.HttpContext.Request;
            var known = taken.Where(name => !request.RouteValues.ContainsKey(name)).ToArray(); // that is part of the path
            var faults = new Faults();
            foreach (var name in request.Query.Keys.Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)))
            {
                faults.Add(name, known.Length == 0 ? "is no parameter here; there are none" : $"is no parameter here; there are {string.Join(", ", known)}");
            }

            return faults.Any ? Problems.Invalid(faults) : await next(call);
        };
    }

    private static IEnumerable<string> Names(ParameterInfo parameter) =>
        parameter.IsDefined(typeof(AsParametersAttribute))
            ? parameter.ParameterType.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(filter => JsonNamingPolicy.CamelCase.ConvertName(filter.Name))
            : parameter.ParameterType is var type && (type == typeof(string) || type == typeof(string[]) || type == typeof(long?)) ? [parameter.Name!] // a handler's have names
            : [];
}
