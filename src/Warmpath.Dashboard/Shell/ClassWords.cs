using Warmpath.Gateway.Admin;

namespace Warmpath.Dashboard.Shell;

/// <summary>Classes of limits as a person reads them: models, and the kinds of requests that have limits apart from theirs.</summary>
internal static class ClassWords
{
    public static string Of(string limitClass) => limitClass switch
    {
        "*" => "every model",
        "count_tokens" => "counting tokens",
        "models" => "asking for models",
        _ => Plain.Line(limitClass),
    };
}
