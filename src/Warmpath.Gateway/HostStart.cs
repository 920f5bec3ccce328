using Microsoft.Extensions.Hosting;

namespace Warmpath.Gateway;

/// <summary>For work that serving does not need: it waits until the gateway is ready, and holds up nothing of its start.</summary>
internal static class HostStart
{
    public static async Task StartedAsync(this IHostApplicationLifetime host, CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = host.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }
}
