using System.Globalization;
using Microsoft.AspNetCore.Components;
using Warmpath.Dashboard.Live;
using Warmpath.Gateway.Admin.Bodies;
using Warmpath.Gateway.Admin.Requests;
using Warmpath.Gateway.Clients;
using Warmpath.Storage;
using Warmpath.Storage.Ledger;

namespace Warmpath.Dashboard.Requests;

/// <summary>The ledger. Its address says what is shown, so that it can be kept and sent.</summary>
public partial class RequestsPage(WarmpathStore store, ClientDirectory clients, NavigationManager navigation) : LiveComponent
{
    private const string PageRows = "50";

    private string? _client, _organization, _key, _decision, _miss, _end, _model, _session;
    private DateTime? _from, _to;
    private IReadOnlyDictionary<string, string> _clients = new Dictionary<string, string>();
    private LedgerPage? _page;
    private LedgerFilters? _shown;
    private string? _fault;
    private long _seen;
    private long _newer;

    [SupplyParameterFromQuery]
    public string? After { get; set; }

    [SupplyParameterFromQuery]
    public string? Session { get; set; }

    [SupplyParameterFromQuery]
    public string? Lineage { get; set; }

    [SupplyParameterFromQuery]
    public string? Key { get; set; }

    [SupplyParameterFromQuery]
    public string? Client { get; set; }

    [SupplyParameterFromQuery]
    public string? Model { get; set; }

    [SupplyParameterFromQuery]
    public string? Organization { get; set; }

    [SupplyParameterFromQuery]
    public string? Decision { get; set; }

    [SupplyParameterFromQuery(Name = "end")]
    public string? Ending { get; set; }

    [SupplyParameterFromQuery]
    public string? Miss { get; set; }

    [SupplyParameterFromQuery]
    public string? From { get; set; }

    [SupplyParameterFromQuery]
    public string? To { get; set; }

    private LedgerFilters Filters => new()
    {
        After = After, Limit = PageRows, Session = Session, Lineage = Lineage, Key = Key, Client = Client, Model = Model, Organization = Organization,
        Decision = Decision, End = Ending, Miss = Miss, From = From, To = To,
    };

    private bool IsNarrowed => Filters with { After = null, Limit = null } != new LedgerFilters();

    protected override async Task OnParametersSetAsync()
    {
        if (Filters == _shown)
        {
            return;
        }

        _shown = Filters;
        (_client, _organization, _key, _decision, _miss, _end, _model, _session) = (Client, Organization, Key, Decision, Miss, Ending, Model, Session);
        (_from, _to) = (Moment(From), Moment(To));
        await ReadAsync();
    }

    protected override Task OnStatusAsync()
    {
        // Rows do not move under the reader's eyes: what is new is offered.
        _newer = After is null && Status is { } status ? Math.Max(0, status.Today.Requests - _seen) : 0;
        return Task.CompletedTask;
    }

    private async Task ReadAsync()
    {
        var faults = new Faults();
        var query = Filters.Read(faults);
        (_newer, _clients) = (0, clients.All.ToDictionary(client => client.Id, client => client.Name));
        if (faults.Any)
        {
            _fault = string.Join(" ", faults.ByField.SelectMany(field => field.Value.Select(text => $"{field.Key} {text}.")));
            return;
        }

        _fault = null;
        _seen = (Status ?? await Feed.ReadAsync(Gone)).Today.Requests;
        _page = await store.QueryAsync(query, Gone);
    }

    private void Apply() => navigation.NavigateTo("/requests" + new LedgerFilters
    {
        Session = _session, Client = _client, Key = _key, Model = _model, Organization = _organization, Decision = _decision, End = _end, Miss = _miss,
        From = Text(_from), To = Text(_to),
    }.ToQueryString());

    private string Export => "/requests.csv" + (Filters with { After = null, Limit = null }).ToQueryString();

    private string Place(long? after) =>
        "/requests" + (Filters with { After = after?.ToString(CultureInfo.InvariantCulture), Limit = null }).ToQueryString();

    private static DateTime? Moment(string? text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : null;

    private static string? Text(DateTime? moment) => moment?.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);
}
