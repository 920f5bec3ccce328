using Warmpath.Routing;
using Warmpath.Routing.Catalog;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;
using Warmpath.Simulation.Runs;
using Warmpath.Simulation.Shadows;
using Warmpath.Simulation.Worlds;

namespace Warmpath.Simulation.Tests.Shadows;

/// <summary>Shadows beside a simulated gateway: its records are the real traffic.</summary>
internal sealed class ShadowBench
{
    private readonly ModelCatalog _catalog;
    private readonly ShadowRun _run;

    public ShadowBench(World world, IEnumerable<string> modelClasses)
    {
        _catalog = WorldCatalog.Of(world, modelClasses);
        _run = new(seed: 1, new(), Served.Add);
        _run.Update(Fleet(world), [.. world.Organizations.SelectMany(organization => organization.Keys).Select(key => new KeyId(key.Name))]);
    }

    public List<ShadowedRequest> Served { get; } = [];

    public int Lineages => _run.Lineages;

    /// <summary>Feeds the records as the gateway would: in the order of arrival, then nothing more.</summary>
    public void Feed(IEnumerable<RequestRecord> records)
    {
        foreach (var served in records.Where(record => record.Usage is not null).OrderBy(record => record.IssuedAt).Select(Request))
        {
            _run.Serve(served, _catalog);
        }
    }

    /// <summary>Feeds a request like the record's as the first of a conversation, so much later.</summary>
    public void Begin(string session, RequestRecord like, TimeSpan later)
    {
        var request = Request(like);
        _run.Serve(
            request with
            {
                Request = request.Request with { Hints = new() { Session = session }, ArrivedAt = request.Request.ArrivedAt + later },
                Lineage = session,
                DecidedAt = request.DecidedAt + later,
                SentAt = request.SentAt + later,
                BeganAt = request.BeganAt + later,
                EndedAt = request.EndedAt + later,
            },
            _catalog);
    }

    public void AdvanceTo(DateTimeOffset now) => _run.AdvanceTo(now);

    /// <summary>$ by the world's prices, output included.</summary>
    public double Cost(Func<ShadowedRequest, ShadowOutcome> way) =>
        Served.Sum(request => request.Model.Prices.Nanodollars(way(request).Usage)) / 1e9;

    public static double HitRate(IEnumerable<Usage> usages)
    {
        var all = usages.ToList();
        return (double)all.Sum(usage => usage.CacheRead) / all.Sum(usage => usage.Prompt);
    }

    private static ServedRequest Request(RequestRecord record)
    {
        var request = record.Request;
        var blocks = request.Prompt.Blocks();
        var tokens = 0;
        return new()
        {
            Id = $"{request.Index}",
            Request = new()
            {
                Kind = RequestKind.Messages,
                Outline = new() { Model = request.ModelClass, Blocks = blocks, Breakpoints = request.Breakpoints },
                Hints = new() { Session = request.Session, Agent = request.Stream == request.Session ? null : request.Stream },
                Client = request.User,
                ArrivedAt = record.IssuedAt,
                MaximumWait = TimeSpan.FromSeconds(60),
                ValueOfTimePerHour = 60,
            },
            Lineage = $"{request.Session}/{request.Stream}",
            Key = new(record.Attempts[^1].Key),
            DecidedAt = record.IssuedAt,
            DecidedAs = request.Index,
            SentAt = record.Attempts[^1].At,
            BeganAt = record.Attempts[^1].At + TimeSpan.FromSeconds(0.8),
            EndedAt = record.EndedAt,
            EstimatedPrefixTokens = [.. blocks.Select(block => tokens += block.Size)],
            Usage = record.Usage!.Value,
            Stalls = record.Attempts.Count(attempt => attempt.Status == 429),
        };
    }

    private static FleetView Fleet(World world) => new()
    {
        Organizations =
        [
            .. from organization in world.Organizations
               select new OrganizationView(
                   new(organization.Name, null, true), [.. organization.Keys.Select(key => new KeyId(key.Name))],
                   [
                       .. from limits in organization.Limits
                          from modelClass in limits.Key == "*" ? ["sonnet", "opus", "haiku"] : new[] { limits.Key }
                          select new HeadroomView(modelClass, View(limits.Value.RequestsPerMinute), View(limits.Value.InputTokensPerMinute), View(limits.Value.OutputTokensPerMinute)),
                   ],
                   0, 0, []),
        ],
        Waiting = 0,
        OldestWait = TimeSpan.Zero,
        Lineages = 0,
        Forecast = new(0, 0, 0),
        TokenEstimates = [],
        Keys =
        [
            .. from organization in world.Organizations
               from key in organization.Keys
               select new KeyView(
                   new KeyConfig { Id = new(key.Name), Name = key.Name, Provider = "anthropic", BaseUrl = "http://simulated" },
                   new(organization.Name, null, true), new(key.Workspace, null, true), KeyStatus.Healthy, null, null, [], [], 0),
        ],
    };

    private static BucketView? View(long? limit) => limit is { } perMinute ? new(perMinute, perMinute) : null;
}
