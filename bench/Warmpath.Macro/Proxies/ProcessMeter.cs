using System.Globalization;

namespace Warmpath.Macro.Proxies;

/// <summary>What a process and its children have used, from <c>/proc</c>.</summary>
internal static class ProcessMeter
{
    private const double TicksPerSecond = 100; // USER_HZ of every Linux that .NET runs on

    /// <summary>CPU time, user and kernel, in seconds.</summary>
    public static double CpuSeconds(int process) => Family(process).Sum(member =>
    {
        var fields = Stat(member);
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    });

    /// <summary>Resident memory in MB; pages that children share count for each of them.</summary>
    public static double ResidentMegabytes(int process) => Family(process).Sum(member =>
        File.ReadLines($"/proc/{member}/status").Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Sum(line => double.Parse(line[6..^2], CultureInfo.InvariantCulture)) / 1000);

    private static IEnumerable<int> Family(int process)
    {
        yield return process;
        foreach (var thread in Directory.GetDirectories($"/proc/{process}/task"))
        {
            foreach (var child in File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                yield return int.Parse(child, CultureInfo.InvariantCulture);
            }
        }
    }

    // Behind the command's name, which may hold anything but ends with the last bracket: state is field 0.
    private static string[] Stat(int process)
    {
        var line = File.ReadAllText($"/proc/{process}/stat");
        return line[(line.LastIndexOf(')') + 2)..].Split(' ');
    }
}
