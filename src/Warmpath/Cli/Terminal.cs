using Spectre.Console;

namespace Warmpath.Cli;

/// <summary>All that a verb sees of the world around it, so that tests can be that world.</summary>
public sealed record Terminal
{
    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public required TextReader In { get; init; }

    /// <summary>Standard input as bytes, for what may be compressed.</summary>
    public Func<Stream> OpenInput { get; init; } = Console.OpenStandardInput;

    /// <summary>True when a person sits at the input and can be asked.</summary>
    public required bool Interactive { get; init; }

    /// <summary>True when the output may be coloured and redrawn.</summary>
    public required bool Rich { get; init; }

    /// <summary>An environment variable; null when it is not set or empty.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>Such as <c>ada@laptop</c>.</summary>
    public required string UserAtHost { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public static Terminal OfProcess() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        In = Console.In,
        Interactive = !Console.IsInputRedirected,
        Rich = !Console.IsOutputRedirected,
        Variable = name => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null,
        UserAtHost = $"{Environment.UserName}@{Environment.MachineName}",
    };

    /// <summary>The user's home folder.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public string Home => Variable("HOME") ?? (Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home
        ? home
        : throw new CommandException("There is no home folder; set HOME."));

    /// <summary>For tables; without a terminal on the other side plain text of a fixed width.</summary>
    public IAnsiConsole Tables()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Out),
            Ansi = Rich ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = InteractionSupport.No,
        });
        if (!Rich)
        {
            console.Profile.Width = 160;
        }

        return console;
    }

    /// <summary>Asks a person for a secret without showing it.</summary>
    /// <returns>Null when nobody can be asked, or nothing was typed.</returns>
    public string? AskSecret(string question)
    {
        if (!Interactive)
        {
            return null;
        }

        Error.Write(question);
        var typed = new List<char>();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key != ConsoleKey.Backspace)
            {
                typed.Add(key.KeyChar);
            }
            else if (typed.Count > 0)
            {
                typed.RemoveAt(typed.Count - 1);
            }
        }

        Error.WriteLine();
        return typed.Count == 0 ? null : string.Concat(typed);
    }
}
