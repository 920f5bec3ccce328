using Warmpath.Cli;
using Warmpath.Gateway.Admin;
using Warmpath.Gateway.Admin.Status;
using Warmpath.Storage;

namespace Warmpath.Demo;

/// <summary>Tells what happens: events as they come, and one line of figures that is kept up to date.</summary>
internal sealed class DemoTicker(Terminal terminal, IServiceProvider services)
{
    private const string ClearLine = "\r\e[K";

    // Without a terminal to redraw in, a line per second would bury the events.
    private TimeSpan Pace => TimeSpan.FromSeconds(terminal.Rich ? 1 : 10);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var status = services.GetRequiredService<StatusReader>();
        var store = services.GetRequiredService<WarmpathStore>();
        var told = await store.ListEventsAsync(after: null, limit: 1, cancellationToken) is [var last, ..] ? last.Id : 0;
        while (true)
        {
            await Task.Delay(Pace, terminal.Time, cancellationToken);
            var news = await store.ListEventsAsync(after: null, limit: 50, cancellationToken);
            foreach (var happened in news.Where(happened => happened.Id > told).Reverse())
            {
                terminal.Out.WriteLine($"{(terminal.Rich ? ClearLine : "")}{happened.At:HH:mm:ss}  {happened.Kind}: {Plain.Line(happened.Text)}");
                told = happened.Id;
            }

            var line = Figures(await status.ReadAsync(cancellationToken));
            terminal.Out.Write(terminal.Rich ? ClearLine + line : line + Environment.NewLine);
        }
    }

    private static string Figures(StatusJson status)
    {
        var unwell = status.Keys.Where(key => key.State != Routing.Health.KeyStatus.Healthy)
            .Select(key => $"{key.Name} {AdminNames.Of(key.State)}").ToList();
        return $"{status.Today.Requests} requests, hit rate {Plain.Percent(status.Today.HitRate)}, {Plain.Dollars(status.Today.Cost)}, "
            + $"{status.Today.RateLimitsAbsorbed} 429s absorbed, {status.Today.Moves} moves, {status.Waiting} waiting"
            + (unwell.Count == 0 ? "" : $"; {string.Join(", ", unwell)}");
    }
}
