using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Warmpath.Macro.Load;

namespace Warmpath.Macro.Proxies;

/// <summary>A process under measurement, and where it listens.</summary>
internal sealed class Proxy(Process process, Target target) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(5);

    public Target Target => target;

    public int ProcessId => process.Id;

    public double CpuSeconds => ProcessMeter.CpuSeconds(process.Id);

    public double ResidentMegabytes => ProcessMeter.ResidentMegabytes(process.Id);

    /// <summary>Starts a program, which ends with this one at the latest.</summary>
    /// <param name="await">Lines of its output that are waited for, each with one group, which is returned.</param>
    public static (Process Process, string[] Found) Start(
        string program, string[] arguments, IReadOnlyDictionary<string, string> variables, params string[] await)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End(process); // a signal skips what is in finally blocks
        var lines = new ConcurrentQueue<string>();
        DataReceivedEventHandler take = (_, line) => lines.Enqueue(line.Data ?? "");
        process.OutputDataReceived += take;
        process.ErrorDataReceived += take;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return (process, Array.ConvertAll(await, pattern => Await(process, lines, pattern)));
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Returns once somebody listens there.</summary>
    public static void AwaitPort(Process process, int port)
    {
        for (var watch = Stopwatch.StartNew(); ; Thread.Sleep(20))
        {
            try
            {
                new TcpClient("127.0.0.1", port).Dispose();
                return;
            }
            catch (SocketException) when (!process.HasExited && watch.Elapsed < Patience)
            {
                // Not yet.
            }
        }
    }

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit(Goodbye);
        }
        catch (InvalidOperationException)
        {
            // It has ended before, and was disposed.
        }
    }

    private static string Await(Process process, ConcurrentQueue<string> lines, string pattern)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Patience; Thread.Sleep(10))
        {
            if (lines.Select(line => Regex.Match(line, pattern)).FirstOrDefault(match => match.Success) is { } match)
            {
                return match.Groups[1].Value;
            }

            if (process.HasExited)
            {
                break;
            }
        }

        throw new InvalidOperationException($"No line with {pattern} came, but: {string.Join('\n', lines)}");
    }
}
