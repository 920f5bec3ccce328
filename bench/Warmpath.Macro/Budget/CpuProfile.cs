using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Warmpath.Macro.Budget;

/// <summary>Samples of a process's stacks, in the program and in the system, by Linux's <c>perf</c>.</summary>
internal static partial class CpuProfile
{
    private const int SamplesPerSecond = 1999; // no multiple of what happens by the clock

    /// <summary>What a .NET process needs to tell perf the names of compiled methods, which perf looks up only in memory that is no file's.</summary>
    public static IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>
    {
        ["DOTNET_PerfMapEnabled"] = "1",
        ["DOTNET_EnableWriteXorExecute"] = "0",
    };

    /// <summary>Samples a process while something is done, and tells how its time is divided.</summary>
    /// <returns>Shares of the time, by part; they add up to 1.</returns>
    /// <exception cref="InvalidOperationException">perf is missing, or may not look.</exception>
    public static IReadOnlyDictionary<string, Spending> Take(int process, string folder, TimeSpan duration, Action load)
    {
        var file = Path.Combine(folder, "perf.data");
        using var recording = Start(
            "record", "-F", SamplesPerSecond.ToString(CultureInfo.InvariantCulture), "-e", "cpu-clock", "-g", "-p", process.ToString(CultureInfo.InvariantCulture),
            "-o", file, "--", "sleep", duration.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        load();
        var told = recording.StandardError.ReadToEnd();
        recording.WaitForExit();
        if (recording.ExitCode != 0)
        {
            throw new InvalidOperationException($"perf could not look at the gateway; run as root, or set kernel.perf_event_paranoid to 1: {told}");
        }

        using var script = Start("script", "-i", file, "-F", "comm,ip,sym,dso");
        script.BeginErrorReadLine(); // it complains of each library without symbols
        var samples = new Dictionary<string, Spending>();
        var count = 0;
        foreach (var (thread, stack) in Stacks(script.StandardOutput))
        {
            var part = Parts.Of(stack, thread);
            samples[part] = samples.GetValueOrDefault(part) + (stack[0].IsKernel ? new Spending(0, 1, 0) : new Spending(1, 0, 0));
            count++;
        }

        return samples.ToDictionary(sample => sample.Key, sample => sample.Value * (1.0 / count));
    }

    // A line with the thread's name, a line for each frame, an empty line.
    private static IEnumerable<(string Thread, List<Frame> Stack)> Stacks(TextReader reader)
    {
        var (thread, stack) = ("", new List<Frame>());
        while (reader.ReadLine() is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                if (stack.Count > 0)
                {
                    yield return (thread, stack);
                }

                stack = [];
            }
            else if (char.IsWhiteSpace(line[0]) && FrameLine.Match(line) is { Success: true } frame)
            {
                stack.Add(Frame(frame.Groups[1].Value, Path.GetFileName(frame.Groups[2].Value)));
            }
            else
            {
                thread = line.Trim();
            }
        }
    }

    // The runtime's map says "instance void [Assembly] Namespace.Type::Method(...)[Tier]"; code that was compiled ahead has its assembly's file and no name.
    private static Frame Frame(string symbol, string file) => MappedMethod.Match(symbol) switch
    {
        { Success: true } method => new(method.Groups[1].Value, method.Groups[2].Value),
        _ when file.StartsWith('[') => new(file, symbol),
        _ => new(Path.GetExtension(file) == ".dll" ? Path.GetFileNameWithoutExtension(file) : file, ""),
    };

    private static Process Start(params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("perf", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!; // null only with a shell
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new InvalidOperationException("There is no perf: apt-get install linux-perf.");
        }
    }

    [GeneratedRegex(@"^\s+[0-9a-f]+ (.*) \((.*)\)$", RegexOptions.CultureInvariant)]
    private static partial Regex FrameLine { get; }

    [GeneratedRegex(@"\[([\w.]+)\] ([^(\s]+)", RegexOptions.CultureInvariant)]
    private static partial Regex MappedMethod { get; }
}
