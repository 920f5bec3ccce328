using Microsoft.AspNetCore.Components;
using Warmpath.Gateway.Admin.Status;

namespace Warmpath.Dashboard.Live;

/// <summary>A page or a part of one that shows the gateway's status and moves with it.</summary>
/// <remarks>
/// The first paint has data already: it shares a look that is at most a second old. Parts that are dear to draw take what they show as
/// a parameter and draw only when it differs (<see cref="StillComponent"/>).
/// </remarks>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private IDisposable? _watching;

    protected LiveComponent() => Gone = _gone.Token;

    [Inject]
    public required FleetFeed Feed { get; set; }

    /// <summary>Null only until the first look, which the first paint waits for.</summary>
    protected StatusJson? Status { get; private set; }

    /// <summary>Ends when the component leaves the page.</summary>
    protected CancellationToken Gone { get; }

    protected override async Task OnInitializedAsync()
    {
        Status = await Feed.ReadAsync(Gone);
        if (RendererInfo.IsInteractive && !Gone.IsCancellationRequested)
        {
            _watching = Feed.Watch(status => _ = InvokeAsync(() => Show(status)));
        }
    }

    /// <summary>A new look is there; called before the component is drawn anew.</summary>
    protected virtual Task OnStatusAsync() => Task.CompletedTask;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _watching?.Dispose();
            _gone.Cancel();
            _gone.Dispose();
        }
    }

    private async Task Show(StatusJson status)
    {
        if (Gone.IsCancellationRequested)
        {
            return;
        }

        Status = status;
        await OnStatusAsync();
        StateHasChanged();
    }
}
