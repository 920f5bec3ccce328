using System.IO.Hashing;
using System.Text;
using Warmpath.Routing.Limits;
using Warmpath.Routing.Outlines;
using Warmpath.Simulation.Providers;

namespace Warmpath.Simulation.Tests.Providers;

/// <summary>Prompts and providers for tests, in the words of <c>simulation.md</c>.</summary>
internal static class Prompts
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>To the nearest tick: <c>AddSeconds</c> would cut 1.8 s to 1.7999999.</summary>
    public static DateTimeOffset At(double seconds) => Start.AddTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond));

    /// <summary>A provider with one unlimited organization <c>acme</c> whose key bears its name.</summary>
    public static Provider Unlimited(ProviderParameters? parameters = null) => new([new OrganizationSpec("acme")], parameters);

    public static Provider Limited(long? requests, long? input, long? output, ProviderParameters? parameters = null) =>
        new([Organization("acme", new(requests, input, output))], parameters);

    public static OrganizationSpec Organization(string name, LimitSettings limits) =>
        new(name) { Limits = new Dictionary<string, LimitSettings> { [OrganizationSpec.AnyClass] = limits } };

    /// <summary>A prompt of blocks named 0, 1, 2, ... of equal size, with a breakpoint at each of the given ones.</summary>
    public static ProviderRequest Even(int blocks, int tokensEach, params int[] breakpoints) =>
        Of([.. Enumerable.Range(0, blocks).Select(i => ($"{i}", tokensEach))], breakpoints);

    public static ProviderRequest Of((string Id, int Tokens)[] blocks, params int[] breakpoints)
    {
        var digest = UInt128.Zero;
        var chain = new Block[blocks.Length];
        for (var i = 0; i < blocks.Length; i++)
        {
            digest = XxHash128.HashToUInt128(Encoding.UTF8.GetBytes($"{digest:x}/{blocks[i].Id}"));
            chain[i] = new(digest, blocks[i].Tokens, BlockKind.Text);
        }

        return new()
        {
            ModelClass = "sonnet",
            Blocks = chain,
            PrefixTokens = ProviderRequest.PrefixTokensOf(chain),
            Breakpoints = [.. breakpoints.Select(block => new Breakpoint(block, CacheLifetime.FiveMinutes))],
            OutputTokens = 60,
        };
    }

    public static ProviderRequest With(this ProviderRequest request, params CacheLifetime[] lifetimes) => request with
    {
        Breakpoints = [.. request.Breakpoints.Zip(lifetimes, (breakpoint, lifetime) => breakpoint with { Lifetime = lifetime })],
    };

    public static Answer Answered(this Provider provider, ProviderRequest request, double seconds, string key = "acme") =>
        Assert.IsType<Answer>(provider.Send(key, request, At(seconds)));

    public static RateRefusal Refused(this Provider provider, ProviderRequest request, double seconds, string key = "acme") =>
        Assert.IsType<RateRefusal>(provider.Send(key, request, At(seconds)));

    public static long Total(this ProviderRequest request) => request.Blocks.Sum(block => (long)block.Size);
}
