namespace Warmpath.Cli;

/// <summary>A verb cannot do what it was asked. The message is one line for a person: what is wrong and what to do.</summary>
/// <param name="exitCode">1: it failed; 2: it was asked wrongly.</param>
public sealed class CommandException(string message, int exitCode = CommandException.Failed) : Exception(message)
{
    public const int Failed = 1;
    public const int WrongUsage = 2;

    public int ExitCode { get; } = exitCode;
}
