using Warmpath.Dashboard.Live;
using Warmpath.Dashboard.Shell;
using Warmpath.Gateway.Clients;
using Warmpath.Storage;

namespace Warmpath.Dashboard.Lineages;

/// <summary>Lineages over time: which organization serves whom, and where something cost more than it had to.</summary>
public partial class SessionsPage(WarmpathStore store, ClientDirectory clients, TimeProvider time) : LiveComponent
{
    /// <summary>More lanes than this nobody reads at once; the span can be moved instead.</summary>
    private const int MostLanes = 200;
    private const int MostRequests = 5000;

    private static readonly (int Minutes, string Name)[] Spans = [(15, "15 min"), (60, "1 h"), (480, "8 h")];

    private int _minutes = 15;
    private DateTimeOffset? _until;
    private LanePicture? _picture;
    private HashSet<string?> _organizations = [];
    private IReadOnlyDictionary<string, string> _clients = new Dictionary<string, string>();
    private Mark? _mark;
    private string? _more;
    private (DateTimeOffset At, long Requests) _read;

    private TimeSpan Span => TimeSpan.FromMinutes(_minutes);

    private DateTimeOffset End => _until ?? time.GetUtcNow();

    private string SpanName => Spans.First(span => span.Minutes == _minutes).Name;

    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        await ReadAsync();
    }

    protected override Task OnStatusAsync()
    {
        // The line of now moves slower the longer the span: half a thousandth of it, or something happened and a while has passed.
        var (age, happened) = (time.GetUtcNow() - _read.At, Status!.Today.Requests != _read.Requests); // told with a status
        return _until is null && (age > Span / 60 || (happened && age > Span / 400)) ? ReadAsync() : Task.CompletedTask;
    }

    private async Task SetAsync(int minutes, DateTimeOffset? until)
    {
        (_minutes, _until) = (minutes, until >= time.GetUtcNow() ? null : until);
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        _read = (time.GetUtcNow(), Status?.Today.Requests ?? 0);
        var end = End;
        var lanes = await store.ReadLanesAsync(end - Span, end, session: null, MostLanes, MostRequests, Gone);
        _clients = clients.All.ToDictionary(client => client.Id, client => client.Name);
        _picture = LanePicture.Draw(lanes, LanePicture.Begin(lanes, end - Span, end), end);
        _organizations = [.. lanes.Requests.Select(request => request.Organization)];
        _more = (lanes.MoreLineages, lanes.MoreRequests) switch
        {
            (false, false) => null,
            (true, false) => $"The {MostLanes} conversations that were served last are shown.",
            (_, true) => $"The last {MostRequests:N0} requests are shown, from {Clock.Time(lanes.Requests[^1].At)} on.",
        };
    }
}
