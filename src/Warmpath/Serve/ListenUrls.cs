using System.Net;
using Warmpath.Cli;

namespace Warmpath.Serve;

/// <summary>Addresses to listen on, as people write them.</summary>
internal static class ListenUrls
{
    /// <summary>Splits at semicolons and commas.</summary>
    /// <exception cref="CommandException">One of them is no address.</exception>
    public static IReadOnlyList<string> Parse(string urls)
    {
        var parsed = urls.Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var url in parsed)
        {
            try
            {
                var address = BindingAddress.Parse(url);
                if (address.Scheme is "http" or "https" && address.PathBase.Length == 0 && address.Port is >= 0 and <= IPEndPoint.MaxPort)
                {
                    continue;
                }
            }
            catch (FormatException)
            {
                // told below
            }

            throw new CommandException($"{url} is no address to listen on, such as http://127.0.0.1:4141.", CommandException.WrongUsage);
        }

        return parsed.Length > 0 ? parsed : throw new CommandException("--urls names no address.", CommandException.WrongUsage);
    }

    /// <summary>From where a server listens to where a client on the same machine finds it.</summary>
    public static string AsClientsSee(string url)
    {
        var address = BindingAddress.Parse(url);
        var host = address.Host is "0.0.0.0" or "*" or "+" ? "127.0.0.1" : address.Host == "[::]" ? "[::1]" : address.Host;
        return $"{address.Scheme}://{host}:{address.Port}";
    }

    public static bool IsTls(string url) => BindingAddress.Parse(url).Scheme == "https";

    /// <summary>True when others than this machine can connect, and what they send can be read on the way.</summary>
    public static bool IsOpenWithoutTls(string url)
    {
        var address = BindingAddress.Parse(url);
        return address.Scheme == "http" && address.Host != "localhost"
            && !(IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }
}
