using Microsoft.AspNetCore.Components;

namespace Warmpath.Dashboard.Live;

/// <summary>A part of a live page that is drawn anew only when what it shows has changed.</summary>
public abstract class StillComponent : ComponentBase
{
    private object?[] _drawn = [];

    /// <summary>Everything that the part shows, as values that compare by content: texts, numbers, records without collections.</summary>
    protected abstract IEnumerable<object?> Shown { get; }

    // The first drawing asks nobody.
    protected override void OnInitialized() => _drawn = [.. Shown];

    protected override bool ShouldRender()
    {
        object?[] shown = [.. Shown];
        if (shown.AsSpan().SequenceEqual(_drawn))
        {
            return false;
        }

        _drawn = shown;
        return true;
    }
}
