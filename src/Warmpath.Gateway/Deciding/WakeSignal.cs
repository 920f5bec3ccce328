namespace Warmpath.Gateway.Deciding;

/// <summary>An asynchronous auto-reset signal for one waiter.</summary>
/// <remarks>
/// <see cref="Set"/> may come from any thread, under any lock, also before the wait begins: it is then not lost, and the waiter never
/// runs inside it.
/// </remarks>
internal sealed class WakeSignal
{
    private TaskCompletionSource _set = New();

    public void Set() => Volatile.Read(ref _set).TrySetResult();

    /// <summary>Returns when set, or when the time is over, whichever comes first; a set signal is used up.</summary>
    /// <param name="timeout">Zero or less returns at once.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task WaitAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var set = Volatile.Read(ref _set);
        if (timeout > TimeSpan.Zero && !set.Task.IsCompleted)
        {
            using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(set.Task, Task.Delay(timeout, time, timer.Token));
            await timer.CancelAsync();
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (set.Task.IsCompleted)
        {
            // What sets the old one from here on happened before the waiter looks at the world again: nothing is lost.
            Volatile.Write(ref _set, New());
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
