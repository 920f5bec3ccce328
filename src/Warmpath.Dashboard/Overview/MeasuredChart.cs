using Radzen.Blazor;

namespace Warmpath.Dashboard.Overview;

/// <summary>A chart that draws nothing before its size is known, and then everything.</summary>
/// <remarks>
/// The library works its scales out when the size comes in answer to its question. While a page is busy the browser's notice of the same size can be handled before
/// the answer: then it would draw without scales, that is without axes and squeezed at the left, and the answer would change nothing.
/// </remarks>
public sealed class MeasuredChart : RadzenChart
{
    private bool _measured;

    protected override bool ShouldRender() => _measured && base.ShouldRender();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        await base.OnAfterRenderAsync(firstRender);
        if (firstRender)
        {
            _measured = true;
            await Reload();
        }
    }
}
