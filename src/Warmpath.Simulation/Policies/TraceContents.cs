using Warmpath.Simulation.Traces;

namespace Warmpath.Simulation.Policies;

/// <summary>Names a trace's prompts alike whatever the model that they are sent to, which their digests cover.</summary>
internal sealed class TraceContents(Trace trace)
{
    // Most policies never ask.
    private readonly Lazy<Dictionary<UInt128, Prefix>> _contents = new(() => Read(trace));

    /// <param name="digest">Of a block of the trace.</param>
    public UInt128 Of(UInt128 digest) => _contents.Value[digest].Digest;

    private static Dictionary<UInt128, Prefix> Read(Trace trace)
    {
        var contents = new Dictionary<UInt128, Prefix>();
        foreach (var request in trace.Requests)
        {
            Prefix? before = null;
            foreach (var prefix in request.Prompt.Chain())
            {
                if (!contents.TryGetValue(prefix.Digest, out var content))
                {
                    content = new Prefix(before, prefix.Id, prefix.Tokens, Prefix.DigestOf("", before, prefix.Id));
                    contents.Add(prefix.Digest, content);
                }

                before = content;
            }
        }

        return contents;
    }
}
