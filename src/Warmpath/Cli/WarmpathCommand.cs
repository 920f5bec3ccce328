using System.CommandLine;
using System.CommandLine.Invocation;
using System.Diagnostics;
using Warmpath.Cli.Backup;
using Warmpath.Cli.Clients;
using Warmpath.Cli.Connect;
using Warmpath.Cli.Doctor;
using Warmpath.Cli.Keys;
using Warmpath.Cli.Simulate;
using Warmpath.Cli.Status;
using Warmpath.Cli.Traces;
using Warmpath.Demo;
using Warmpath.Gateway.Admin;
using Warmpath.Mock;
using Warmpath.Serve;
using Warmpath.Storage;

namespace Warmpath.Cli;

/// <summary>The <c>warmpath</c> command.</summary>
public static class WarmpathCommand
{
    // Streams have half a minute to end, the ledger ten seconds to be written.
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(45);

    /// <returns>0 done; 1 failed; 2 wrong usage. What failed stands in one line on the terminal's error output.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal terminal, CancellationToken cancellationToken)
    {
        var parsed = Create(terminal).Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            // Of an unknown verb the parser says first that there is none.
            var fault = parsed.UnmatchedTokens is [var unknown, ..] ? $"Unrecognized command or argument '{unknown}'." : parsed.Errors[0].Message;
            var line = string.Join(' ', fault.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)); // it lists what would do below one another
            return Complain(terminal, $"{line.TrimEnd('.')}. See {Path(parsed)} --help.", CommandException.WrongUsage);
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = terminal.Out,
                    Error = terminal.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = LongestGoodbye,
                },
                cancellationToken);
        }
        catch (CommandException failure)
        {
            return Complain(terminal, failure.Message, failure.ExitCode);
        }
        catch (StoreException failure)
        {
            return Complain(terminal, failure.Message, CommandException.Failed);
        }
        catch (OperationCanceledException)
        {
            return 0; // Ctrl-C is how a person ends it
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Complain(terminal, $"{failure.Message} Check the path and its permissions, or run warmpath doctor.", CommandException.Failed);
        }
        catch (Exception failure)
        {
            // A fault of ours. Where it happened helps those who mend it; the one line is for everybody else.
            var where = new StackTrace(failure).GetFrame(0)?.GetMethod();
            return Complain(
                terminal, $"unexpected fault ({failure.GetType().Name} in {where?.DeclaringType?.Name}.{where?.Name}): {failure.Message} Please report it.",
                CommandException.Failed);
        }
    }

    private static RootCommand Create(Terminal terminal) => new("Keeps coding agents on the provider key where their prompt cache is warm.")
    {
        ServeCommand.Create(terminal),
        DemoCommand.Create(terminal),
        MockCommand.Create(),
        KeyCommand.Create(terminal),
        ClientCommand.Create(terminal),
        ConnectCommand.Create(terminal),
        StatusCommand.Create(terminal),
        TraceCommand.Create(terminal),
        SimulateCommand.Create(terminal),
        DoctorCommand.Create(terminal),
        BackupCommand.Create(terminal),
    };

    private static int Complain(Terminal terminal, string what, int exitCode)
    {
        terminal.Error.WriteLine($"warmpath: {Plain.Line(what.ReplaceLineEndings(" "))}");
        return exitCode;
    }

    private static string Path(ParseResult parsed)
    {
        var names = new List<string>();
        for (var command = parsed.CommandResult; command is not null; command = command.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Insert(0, command.Parent is null ? "warmpath" : command.Command.Name);
        }

        return string.Join(' ', names);
    }
}
