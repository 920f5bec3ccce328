using Warmpath.Routing.Limits;

namespace Warmpath.Dashboard.Keys;

/// <summary>The limits of one model class while they are typed. Null: not known.</summary>
public sealed class LimitRow
{
    public string ModelClass { get; set; } = "*";

    public long? Requests { get; set; }

    public long? Input { get; set; }

    public long? Output { get; set; }

    public LimitSettings Settings => new(Requests, Input, Output);

    public static LimitRow Of(string modelClass, LimitSettings limits) => new()
    {
        ModelClass = modelClass,
        Requests = limits.RequestsPerMinute,
        Input = limits.InputTokensPerMinute,
        Output = limits.OutputTokensPerMinute,
    };
}
