using Microsoft.AspNetCore.Components;

namespace Warmpath.Dashboard.Live;

/// <summary>A part of a live page that is drawn anew only when what it shows has changed.</summary>
public abstract class StillComponent : ComponentBase
{
    private object? _drawn;

    /// <summary>Everything that the part shows, as a value that compares by content: text, numbers, records without collections.</summary>
    protected abstract object Shown { get; }

    protected override bool ShouldRender()
    {
        var shown = Shown;
        if (shown.Equals(_drawn))
        {
            return false;
        }

        _drawn = shown;
        return true;
    }
}
