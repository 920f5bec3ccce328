using Warmpath.Fuzz.Mutating;
using Warmpath.Fuzz.Rules;

namespace Warmpath.Fuzz;

/// <summary>Feeds mutated requests to the outline and mutated streams and answers to the relay's readers, and keeps what breaks a rule.</summary>
internal sealed class Fuzzer(int seed)
{
    private readonly OutlineRules _outlines = new();

    private readonly HashSet<string> _families = [];

    /// <summary>What was found, once each.</summary>
    public List<Find> Finds { get; } = [];

    public int Requests { get; private set; }

    public int Streams { get; private set; }

    /// <summary>How many of the requests were well formed and had a model: a loop that is refused at the door proves little.</summary>
    public int Accepted => _outlines.Accepted;

    public void RunRequests(int runs, Action<int>? progress = null)
    {
        var mutator = new Mutator(Corpus.Requests, new Random(seed));
        foreach (var shape in Corpus.Requests)
        {
            Try("request", shape, _outlines.Check);
        }

        for (; Requests < runs; Requests++)
        {
            Try("request", mutator.Next(), _outlines.Check);
            progress?.Invoke(Requests);
        }
    }

    public void RunStreams(int runs, Action<int>? progress = null)
    {
        var random = new Random(seed);
        var mutator = new Mutator(Corpus.Streams, random);
        foreach (var shape in Corpus.Streams)
        {
            Try("stream", shape, Check);
        }

        for (; Streams < runs; Streams++)
        {
            Try("stream", mutator.Next(), Check);
            progress?.Invoke(Streams);
        }

        // The pieces are drawn anew from the input itself, so that it shows the same when it is tried again.
        static void Check(byte[] stream)
        {
            TapRules.Check(stream, new Random(stream.Length));
            AnswerRules.Check(stream, new Random(stream.Length + 1));
            var json = stream.AsSpan().IndexOf((byte)'{');
            if (json >= 0)
            {
                AnswerRules.Check(stream[json..], new Random(stream.Length + 2));
            }
        }
    }

    private void Try(string kind, byte[] input, Action<byte[]> check)
    {
        var failure = Failure(input, check);
        if (failure is not null && Family(failure) is var family && _families.Add(family))
        {
            var small = Shrinking.Shrink(input, smaller => Failure(smaller, check) is { } other && Family(other) == family);
            Finds.Add(new(kind, Failure(small, check) ?? failure, small));
        }
    }

    private static string? Failure(byte[] input, Action<byte[]> check)
    {
        try
        {
            check(input);
            return null;
        }
        catch (BrokenRuleException broken)
        {
            return broken.Message;
        }
#pragma warning disable CA1031 // Any exception is a find.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return $"{exception.GetType().Name} {exception.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("Warmpath", StringComparison.Ordinal))?.Trim()}";
        }
    }

    // A message up to its first figure: the same thing at another block is the same thing.
    private static string Family(string failure)
    {
        var digit = failure.AsSpan().IndexOfAnyInRange('0', '9');
        return digit < 0 ? failure : failure[..digit];
    }
}
