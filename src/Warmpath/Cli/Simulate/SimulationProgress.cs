using Spectre.Console;

namespace Warmpath.Cli.Simulate;

/// <summary>A progress bar on the error output while a contest runs, when a person can see it.</summary>
internal static class SimulationProgress
{
    /// <param name="steps">How often the work will tell of a finished run.</param>
    public static T Run<T>(Terminal terminal, int steps, Func<Action<string>?, T> work)
    {
        if (!terminal.Interactive || !terminal.Rich)
        {
            return work(null);
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Error) });
        return console.Progress().AutoClear(true).HideCompleted(true).Start(context =>
        {
            var bar = context.AddTask("simulating", maxValue: steps);
            return work(step =>
            {
                bar.Description = Escaped.Text(step);
                if (!step.StartsWith("bounds", StringComparison.Ordinal))
                {
                    bar.Increment(1);
                }
            });
        });
    }
}
