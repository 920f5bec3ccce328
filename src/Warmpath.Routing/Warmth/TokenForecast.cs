namespace Warmpath.Routing.Warmth;

/// <summary>Expected tokens of one request in one workspace: what would be read from cache, written to it, and neither.</summary>
public readonly record struct TokenForecast(int Read, int Write5m, int Write1h, int Fresh)
{
    public int Write => Write5m + Write1h;

    /// <summary>What has to be computed. It is what the input limit of nearly all models is charged: reads are free there (providers.md 1.1).</summary>
    public int Charged => Write + Fresh;

    public int Prompt => Read + Write + Fresh;
}
