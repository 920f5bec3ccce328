using Microsoft.Extensions.Hosting;

namespace Warmpath.Gateway.Admitting;

/// <summary>Lets what is under way end before the server goes: until then it listens, so that probes and who is new are told that it stops.</summary>
internal sealed class LastRequests(Capacity capacity, IHostApplicationLifetime host) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <param name="cancellationToken">Cancelled when the host has waited long enough: what is still under way is broken off then.</param>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        host.StopApplication(); // else told only after this
        await capacity.CloseAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
