using Warmpath.Routing.Fleet;
using Warmpath.Routing.Outlines;

namespace Warmpath.Routing.Warmth;

/// <summary>Estimates tokens from sizes, per model and kind of content, and learns from each answer's usage. Never a tokenizer.</summary>
/// <remarks>Normalised least mean squares: each answer moves the ratios towards what would have explained its prompt.</remarks>
internal sealed class TokenCalibration(double initialTokensPerUnit)
{
    /// <summary>Models beyond this share the estimates of the first unknown one: made-up names must not grow without bound.</summary>
    private const int MaximumModels = 200;

    /// <summary>How much of an error one answer corrects.</summary>
    private const double Step = 0.3;

    private static readonly int Kinds = Enum.GetValues<BlockKind>().Length;

    private readonly Dictionary<string, Model> _models = [];

    /// <summary>Estimated tokens of the prefix that ends with each block: as long as the outline's blocks, ascending.</summary>
    public int[] PrefixTokens(Outline outline)
    {
        var ratios = ModelOf(outline.Model).Ratios;
        var prefix = new int[outline.Blocks.Length];
        var sum = 0d;
        for (var i = 0; i < prefix.Length; i++)
        {
            var block = outline.Blocks[i];
            sum += Units(block) * ratios[(int)block.Kind];
            prefix[i] = (int)sum;
        }

        return prefix;
    }

    /// <summary>The provider counted a prompt.</summary>
    public void Learn(Outline outline, long promptTokens)
    {
        Span<double> units = stackalloc double[Kinds];
        units.Clear();
        foreach (var block in outline.Blocks)
        {
            units[(int)block.Kind] += Units(block);
        }

        var model = ModelOf(outline.Model);
        double expected = 0, power = 0;
        for (var kind = 0; kind < Kinds; kind++)
        {
            expected += units[kind] * model.Ratios[kind];
            power += units[kind] * units[kind];
        }

        if (power <= 0 || promptTokens <= 0)
        {
            return;
        }

        var error = promptTokens - expected;
        model.Answers++;
        model.AbsoluteErrorShare += (Math.Abs(error) / promptTokens - model.AbsoluteErrorShare) / Math.Min(model.Answers, 100);

        // The first answer sets the scale for all kinds, so that one prompt is enough to be roughly right.
        if (model.Answers == 1 && expected > 0)
        {
            for (var kind = 0; kind < Kinds; kind++)
            {
                model.Ratios[kind] = Bounded(model.Ratios[kind] * promptTokens / expected);
            }

            return;
        }

        for (var kind = 0; kind < Kinds; kind++)
        {
            model.Ratios[kind] = Bounded(model.Ratios[kind] + (Step * error * units[kind] / power));
        }
    }

    public IReadOnlyList<TokenEstimate> View() =>
    [
        .. _models.Where(model => model.Value.Answers > 0).OrderBy(model => model.Key, StringComparer.Ordinal).Select(model => new TokenEstimate(
            model.Key, model.Value.Answers, model.Value.AbsoluteErrorShare,
            Enum.GetValues<BlockKind>().ToDictionary(kind => kind.ToString().ToLowerInvariant(), kind => model.Value.Ratios[(int)kind]))),
    ];

    private double Bounded(double ratio) => Math.Clamp(ratio, initialTokensPerUnit / 5, initialTokensPerUnit * 5);

    // An image's tokens come from its pixels, not from its base64: about 1,600 for the sizes that agents send (provider's vision page).
    private double Units(Block block) => block.Kind == BlockKind.Image ? 1600 / initialTokensPerUnit : block.Size;

    private Model ModelOf(string name)
    {
        if (!_models.TryGetValue(name, out var model))
        {
            if (_models.Count >= MaximumModels && name.Length > 0)
            {
                return ModelOf("");
            }

            model = new Model { Ratios = new double[Kinds] };
            Array.Fill(model.Ratios, initialTokensPerUnit);
            _models.Add(name, model);
        }

        return model;
    }

    private sealed class Model
    {
        public required double[] Ratios { get; init; }

        public long Answers { get; set; }

        /// <summary>Mean over about the last 100 answers.</summary>
        public double AbsoluteErrorShare { get; set; }
    }
}
