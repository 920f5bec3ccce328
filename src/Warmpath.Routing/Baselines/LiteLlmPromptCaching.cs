using System.IO.Hashing;
using System.Runtime.InteropServices;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Outlines;

namespace Warmpath.Routing.Baselines;

/// <summary>LiteLLM's <c>prompt_caching</c>: the same prefix up to the last marker, markers included, goes where it went (field-notes.md 2.1).</summary>
/// <remarks>
/// An agent moves its last marker each turn, so turn N+1 never finds turn N's key: it matches identical resends alone. The key does not
/// know the model: what one model group pins, another that is sent the same overwrites.
/// </remarks>
internal sealed class LiteLlmPromptCaching(BaselineOptions options) : ILiteLlmCheck
{
    private static readonly TimeSpan ShortLife = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongLife = TimeSpan.FromHours(1);

    private readonly Dictionary<UInt128, (KeyState Row, DateTimeOffset Until)> _pins = [];

    public KeyState[] Narrow(KeyState[] rows, RoutingRequest request, DateTimeOffset now)
    {
        var outline = request.Outline;
        var messages = outline.Blocks.Skip(outline.FrontBlocks).Sum(block => (long)block.Size); // system and tools do not count here
        return messages >= options.MinimumCacheTokens && KeyOf(outline) is { } key && _pins.TryGetValue(key, out var pin) && pin.Until > now && rows.Contains(pin.Row)
            ? [pin.Row]
            : rows;
    }

    public void Chosen(RoutingRequest request, KeyState row, DateTimeOffset now)
    {
    }

    public void Finished(RoutingRequest request, KeyState row, DateTimeOffset now)
    {
        var outline = request.Outline;
        if (KeyOf(outline) is { } key && outline.Blocks.Sum(block => (long)block.Size) >= options.MinimumCacheTokens)
        {
            var allLong = outline.Breakpoints.All(breakpoint => breakpoint.Lifetime == CacheLifetime.OneHour);
            _pins[key] = (row, now + (allLong ? LongLife : ShortLife)); // reads never refresh it
        }
    }

    private UInt128? KeyOf(Outline outline)
    {
        if (outline.Breakpoints.Length == 0)
        {
            return null;
        }

        var hash = new XxHash128();
        var last = options.ContentOf(outline.Blocks[outline.Breakpoints[^1].Block].Digest);
        hash.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(in last)));
        foreach (var breakpoint in outline.Breakpoints)
        {
            hash.Append([(byte)breakpoint.Lifetime]);
            hash.Append(BitConverter.GetBytes(breakpoint.Block));
        }

        return hash.GetCurrentHashAsUInt128();
    }
}
