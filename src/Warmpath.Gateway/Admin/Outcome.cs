using Warmpath.Gateway.Admin.Bodies;

namespace Warmpath.Gateway.Admin;

/// <summary>What became of a wish to add or change something.</summary>
/// <param name="Value">As it is now; null when the wish was refused or there is no such thing.</param>
/// <param name="Faults">What is wrong with the wish, by field; null when it was not refused.</param>
/// <param name="TakenName">The name, when another has it.</param>
public sealed record Outcome<T>(T? Value, Faults? Faults = null, string? TakenName = null)
    where T : class;

/// <summary>The ends that a wish can come to.</summary>
public static class Outcome
{
    public static Outcome<T> Done<T>(T? value)
        where T : class => new(value);

    /// <summary>There is no such thing.</summary>
    public static Outcome<T> Unknown<T>()
        where T : class => new(null);

    public static Outcome<T> Invalid<T>(Faults faults)
        where T : class => new(null, faults);

    /// <param name="what">Such as <c>key</c>.</param>
    public static Outcome<T> NameTaken<T>(string what, string name)
        where T : class
    {
        var faults = new Faults();
        faults.Add("name", $"is that of another {what}");
        return new(null, faults, name);
    }
}
