namespace Warmpath.Macro.Budget;

/// <summary>Which part of the gateway's work a stack belongs to.</summary>
internal static class Parts
{
    /// <summary>Work that is the part's own, whatever it calls: a shadow decides as the gateway does.</summary>
    private static readonly (string Part, string[] Prefixes)[] Whole =
    [
        ("compile", ["libclrjit.so."]),
        ("follow the traffic", ["Warmpath.Gateway.Traffic.", "Warmpath.Shadows.", "Warmpath.Simulation."]),
        ("ledger: append the row", ["Warmpath.Storage.Ledger.RowFile"]),
        ("ledger: commit", ["Warmpath.Storage.Ledger.LedgerCommit", "Warmpath.Storage.Ledger.Checkpoints", "libe_sqlite3.so."]),
    ];

    /// <summary>The nearest of these that called what runs: an HTTP client's continuation runs the gateway, and that the server.</summary>
    private static readonly (string Part, string[] Prefixes)[] Nearest =
    [
        ("outline", ["Warmpath.Routing.Outlines."]),
        ("decide, observe", ["Warmpath.Routing."]),
        ("make the row, count", ["Warmpath.Gateway.Recording.", "Warmpath.Storage.", "System.Diagnostics.Metrics.", "OpenTelemetry."]),
        ("HTTP client", ["System.Net.Http.", "System.Net.Security."]),
        ("server", ["Microsoft.AspNetCore."]),
        ("gateway: admit, forward, relay", ["Warmpath."]),
    ];

    /// <summary>Calls of the system: behind the C library's functions nobody sees who called them.</summary>
    private static readonly (string Part, string[] Calls)[] System =
    [
        ("network: send, and what arrives by it", ["sendto", "sendmsg"]),
        ("network: receive", ["recvfrom", "recvmsg"]),
        ("network: wait", ["epoll_wait", "epoll_pwait"]),
        ("threads: sleep, wake", ["futex", "sched_yield"]),
        ("files", ["pwrite64", "pread64", "write", "fsync", "fdatasync", "fcntl"]),
    ];

    /// <param name="stack">The innermost frame first.</param>
    /// <param name="thread">The name of the thread, for a stack in which nobody is named.</param>
    public static string Of(IReadOnlyList<Frame> stack, string thread)
    {
        foreach (var (part, prefixes) in Whole)
        {
            if (stack.Any(frame => prefixes.Any(frame.IsOf)))
            {
                return part;
            }
        }

        foreach (var frame in stack)
        {
            foreach (var (part, prefixes) in Nearest)
            {
                if (prefixes.Any(frame.IsOf))
                {
                    return part;
                }
            }
        }

        if (stack.Select(frame => frame.SystemCall).FirstOrDefault(call => call is not null) is { } called)
        {
            return System.FirstOrDefault(part => part.Calls.Contains(called)).Part ?? "system: the rest";
        }

        return thread switch
        {
            ".NET Sockets" => "sockets' threads: the rest",
            ".NET TP Worker" => "pool's threads: the rest",
            _ => "runtime: collect, the rest",
        };
    }
}
