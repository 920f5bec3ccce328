namespace Warmpath.Routing.Catalog;

/// <summary>One model of a catalogue: its names, and its facts over time.</summary>
/// <param name="Family">The words that name its kin, such as <c>opus</c>, or <c>gpt</c> and <c>mini</c>; none when it has no kin.</param>
/// <param name="Periods">At least one, ascending; each holds from its date until the next one's.</param>
internal sealed record ModelEntry(string Id, IReadOnlyList<string> Aliases, IReadOnlyList<string> Family, ModelPeriod[] Periods)
{
    /// <summary>Id of the entry for models that no other entry knows.</summary>
    public const string AnyOther = "*";

    public IEnumerable<string> Names => Aliases.Prepend(Id);

    /// <summary>Its limits are its own: the class bears its id.</summary>
    public bool IsClassByItself => Periods[0].Facts.Class == Id;

    public bool IsKinOf(string model) => Family.Count > 0 && Family.All(word => ModelName.HasWord(model, word));

    /// <summary>The facts that hold at this time; before the first date those of the first period.</summary>
    public ModelFacts At(DateTimeOffset time)
    {
        var period = Periods.Length - 1;
        while (period > 0 && Periods[period].From > time)
        {
            period--;
        }

        return Periods[period].Facts;
    }

    /// <summary>The same facts for an unknown model of this class.</summary>
    public ModelEntry StandInFor(string modelClass) => this with
    {
        Id = AnyOther,
        Periods = [.. Periods.Select(period => period with { Facts = period.Facts with { Id = AnyOther, Class = modelClass } })],
    };
}

/// <param name="From">UTC.</param>
internal sealed record ModelPeriod(DateTimeOffset From, ModelFacts Facts);
