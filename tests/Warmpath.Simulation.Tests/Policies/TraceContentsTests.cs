using Warmpath.Simulation.Policies;
using Warmpath.Simulation.Traces;

namespace Warmpath.Simulation.Tests.Policies;

public class TraceContentsTests
{
    [Fact]
    public void The_same_blocks_are_the_same_content_whatever_the_model_and_others_are_not()
    {
        var trace = new TraceBuilder();
        var (sonnet, haiku, other) = (Prompt("sonnet", "task"), Prompt("haiku", "task"), Prompt("haiku", "other"));
        var contents = new TraceContents(trace.Build());

        Assert.NotEqual(sonnet.Digest, haiku.Digest);
        Assert.Equal(contents.Of(sonnet.Digest), contents.Of(haiku.Digest));
        Assert.NotEqual(contents.Of(haiku.Digest), contents.Of(other.Digest));

        Prefix Prompt(string model, string task)
        {
            var prompt = trace.Extend(model, trace.Extend(model, null, "front", 5_000), task, 1_000);
            trace.Add(Some.Draft(trace, "s", at: 0) with { Model = model, Prompt = prompt });
            return prompt;
        }
    }
}
