namespace Warmpath.Cli.Doctor;

internal enum Severity
{
    Good,

    /// <summary>Worth knowing; nothing is broken.</summary>
    Note,

    /// <summary>Broken until somebody acts.</summary>
    Fault,
}

/// <summary>One thing that the doctor looked at.</summary>
/// <param name="Cure">What to do; null where nothing is to be done.</param>
internal sealed record Finding(string Subject, Severity Severity, string Text, string? Cure = null);
