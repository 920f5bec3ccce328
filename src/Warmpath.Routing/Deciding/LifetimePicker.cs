using Warmpath.Routing.Lifetimes;
using Warmpath.Routing.Outlines;
using Warmpath.Routing.Policies;

namespace Warmpath.Routing.Deciding;

/// <summary>Picks the lifetimes of cache entries for one request after another, where the gateway may.</summary>
internal sealed class LifetimePicker(RoutingState state)
{
    /// <summary>For the request at hand, served at its home.</summary>
    public LifetimeChoice AtHome { get; private set; }

    /// <summary>For the request at hand, served anywhere else.</summary>
    public LifetimeChoice Elsewhere { get; private set; }

    /// <summary>$ that the turn is expected to lose for want of a one-hour entry.</summary>
    public double Rent { get; private set; }

    /// <summary>
    /// Which markers are to live an hour, should the gateway choose: those on what conversations share, which others will want after a pause;
    /// all of them at home, once what pauses are expected to cost reaches the price.
    /// </summary>
    public void Choose(in Question question)
    {
        (AtHome, Elsewhere, Rent) = (LifetimeChoice.Client, LifetimeChoice.Client, 0);
        if (question.Request.Lifetime != LifetimeMode.Auto || !question.CarriesCache || !state.Forecaster.MayChoose)
        {
            return;
        }

        var outline = question.Request.Outline;
        var prices = question.Model.PricesFor(question.PromptTokens);
        state.Forecaster.LastShared = state.Shared.LastThatPays(question.Lineage, question.Request, prices);
        (AtHome, Elsewhere) = (LifetimeChoice.Shared, LifetimeChoice.Shared);

        if (question.Lineage.Workspace is not { } home)
        {
            return;
        }

        var written = state.Forecaster.Forecast(home, question.Now, null, LifetimeChoice.All, out _).Write;
        var uncovered = state.Forecaster.Uncovered(home, question.Now + CacheLifetime.FiveMinutes.Duration());
        Rent = LifetimeChooser.Rent(state.Lifetimes.PauseProbability(question.Lineage, question.Request), uncovered, prices);
        if (question.Lineage.Rent + Rent >= LifetimeChooser.Price(written, prices) && written > 0)
        {
            AtHome = LifetimeChoice.All;
        }
    }

    /// <summary>Markers, ascending, that the client left open and the choice gives an hour.</summary>
    public Breakpoint[] HourMarkers(Outline outline, LifetimeChoice choice) => choice == LifetimeChoice.Client
        ? []
        : [.. outline.Breakpoints.Where(b => !b.IsExplicit && b.Lifetime == CacheLifetime.FiveMinutes
            && b.Block <= (choice == LifetimeChoice.All ? int.MaxValue : state.Forecaster.LastShared))];
}
