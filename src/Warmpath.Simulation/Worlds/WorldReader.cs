using System.Text.Json;
using Warmpath.Routing.Catalog;
using Warmpath.Routing.Limits;
using Warmpath.Simulation.Providers;
using Warmpath.Simulation.Traces;

namespace Warmpath.Simulation.Worlds;

/// <summary>Reads an organizations file (simulation.md, "Organizations").</summary>
public static class WorldReader
{
    private const double MostPerMinute = 1e12;
    private const double LatestSecond = 1e9;

    private static readonly string[] PriceNames = ["input", "write_5m", "write_1h", "read", "output"];

    /// <param name="name">For messages.</param>
    /// <exception cref="TraceFormatException">The text is no organizations file; the message says where and what.</exception>
    public static World Read(TextReader text, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(text.ReadToEnd());
            return Read(document.RootElement);
        }
        catch (JsonException error)
        {
            throw new TraceFormatException($"{name}: no valid JSON in line {error.LineNumber + 1}.");
        }
        catch (TraceFormatException error)
        {
            throw new TraceFormatException($"{name}: {error.Message}.");
        }
    }

    private static World Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || Fields.Of(root, "orgs") is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() == 0)
        {
            throw new TraceFormatException("orgs: a list of at least one organization is expected");
        }

        var organizations = list.EnumerateArray().Select(Organization).ToList();
        OrganizationNames.Check(organizations);
        var world = new World { Organizations = organizations };
        if (Fields.Has(root, "outages"))
        {
            world = world with { Outages = Outages(Fields.Of(root, "outages"), organizations) };
        }

        return Fields.Has(root, "params") ? Apply(Fields.Of(root, "params"), world) : world;
    }

    private static OrganizationSpec Organization(JsonElement organization)
    {
        if (organization.ValueKind != JsonValueKind.Object)
        {
            throw new TraceFormatException("orgs: an object is expected for each organization");
        }

        var spec = new OrganizationSpec(Fields.Text(organization, "name"));
        if (Fields.Has(organization, "limits"))
        {
            spec = spec with { Limits = ByClass(Members(organization, "limits"), $"{spec.Name}: limits") };
        }

        if (Fields.Has(organization, "workspace_limits"))
        {
            spec = spec with
            {
                WorkspaceLimits = Members(organization, "workspace_limits").ToDictionary(
                    workspace => workspace.Name,
                    IReadOnlyDictionary<string, LimitSettings> (workspace) => ByClass(Members(Fields.Of(organization, "workspace_limits"), workspace.Name), $"{spec.Name}: limits of workspace {workspace.Name}")),
            };
        }

        if (Fields.Has(organization, "keys"))
        {
            var keys = Fields.Of(organization, "keys");
            if (keys.ValueKind != JsonValueKind.Array || keys.GetArrayLength() == 0)
            {
                throw new TraceFormatException($"{spec.Name}: keys: a list of at least one key is expected");
            }

            spec = spec with
            {
                Keys = [.. keys.EnumerateArray().Select(key =>
                    new KeySpec(Fields.Text(key, "name"), Fields.Has(key, "workspace") ? Fields.Text(key, "workspace") : "default")
                    {
                        Id = Fields.Has(key, "id") ? Fields.Text(key, "id") : null,
                    })],
            };
        }

        return spec;
    }

    private static List<Outage> Outages(JsonElement list, List<OrganizationSpec> organizations) => list.ValueKind == JsonValueKind.Array
        ? [.. list.EnumerateArray().Select(outage => Outage(outage, organizations))]
        : throw new TraceFormatException("outages: a list is expected");

    private static Outage Outage(JsonElement outage, List<OrganizationSpec> organizations)
    {
        if (outage.ValueKind != JsonValueKind.Object || Fields.Has(outage, "org") == Fields.Has(outage, "key"))
        {
            throw new TraceFormatException("outages: an object with either org or key is expected for each");
        }

        var key = Fields.Has(outage, "key") ? Fields.Text(outage, "key") : null;
        var name = key ?? Fields.Text(outage, "org");
        var struck = organizations.Find(organization => key is null ? organization.Name == name : organization.Keys.Any(known => known.Name == key))
            ?? throw new TraceFormatException($"outages: there is no {(key is null ? "organization" : "key")} '{name}'");
        var from = Fields.Number(outage, "from", 0, LatestSecond);
        var to = Fields.Number(outage, "to", from, LatestSecond);
        return TroubleReader.Read(outage, "outages", new Outage(struck.Name, TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to)) { Key = key });
    }

    private static Dictionary<string, LimitSettings> ByClass(JsonElement.ObjectEnumerator classes, string where) =>
        classes.ToDictionary(member => member.Name, member => Limits(member.Value, $"{where} of {member.Name}"));

    private static LimitSettings Limits(JsonElement limits, string where)
    {
        if (limits.ValueKind != JsonValueKind.Object)
        {
            throw new TraceFormatException($"{where}: an object with rpm, itpm and otpm is expected");
        }

        return new(PerMinute("rpm"), PerMinute("itpm"), PerMinute("otpm"));

        long? PerMinute(string name) => Fields.Has(limits, name) ? (long)Fields.Number(limits, name, 1, MostPerMinute) : null;
    }

    private static World Apply(JsonElement parameters, World world)
    {
        if (parameters.ValueKind != JsonValueKind.Object)
        {
            throw new TraceFormatException("params: an object is expected");
        }

        foreach (var parameter in parameters.EnumerateObject())
        {
            var provider = world.Provider;
            world = parameter.Name switch
            {
                "burst" => world with { Provider = provider with { Burst = Number(1e-6, 1e6) } },
                "count_reads" => world with { Provider = provider with { CountReads = Number(0, 1) } },
                "oversize" => world with { Provider = provider with { Oversize = Oversize(Fields.Text(parameters, "oversize")) } },
                "min_tokens" => world with { Provider = provider with { MinimumCacheTokens = Fields.Integer(parameter.Value, "min_tokens") } },
                "look_back" => world with { Provider = provider with { LookBack = Fields.Integer(parameter.Value, "look_back") } },
                "latency" => world with { Provider = provider with { Latency = TimeSpan.FromSeconds(Number(0, 3600)) } },
                "latency_per_token" => world with { Provider = provider with { LatencyPerToken = TimeSpan.FromSeconds(Number(0, 1)) } },
                "output_tokens_per_second" => world with { Provider = provider with { OutputTokensPerSecond = Number(1e-3, 1e9) } },
                "refusal_latency" => world with { RefusalLatency = TimeSpan.FromSeconds(Number(0, 3600)) },
                "prices" => world with { Prices = Prices(Members(parameters, "prices"), world.Prices) },
                _ => throw new TraceFormatException(
                    $"params: there is no '{parameter.Name}', only burst, count_reads, oversize, min_tokens, look_back, latency, "
                    + "latency_per_token, output_tokens_per_second, refusal_latency and prices"),
            };

            double Number(double least, double most) => Fields.Number(parameters, parameter.Name, least, most);
        }

        return world;
    }

    private static OversizePolicy Oversize(string text) => text switch
    {
        "debt" => OversizePolicy.Debt,
        "reject" => OversizePolicy.Reject,
        _ => throw new TraceFormatException("params: oversize is debt or reject"),
    };

    private static Dictionary<string, ModelPrices> Prices(JsonElement.ObjectEnumerator classes, IReadOnlyDictionary<string, ModelPrices> before)
    {
        var prices = new Dictionary<string, ModelPrices>(before);
        foreach (var (modelClass, given) in classes.Select(member => (member.Name, member.Value)))
        {
            var five = given.ValueKind == JsonValueKind.Array && given.GetArrayLength() == PriceNames.Length
                ? [.. given.EnumerateArray().Select(price => Price(price, modelClass))]
                : given.ValueKind == JsonValueKind.Object
                    ? PriceNames.Select(name => Price(Fields.Of(given, name), modelClass)).ToArray()
                    : throw new TraceFormatException($"params: prices of {modelClass}: {string.Join(", ", PriceNames)} are expected, $ per million tokens");
            prices[modelClass] = new(five[0], five[1], five[2], five[3], five[4]);
        }

        return prices;
    }

    private static decimal Price(JsonElement field, string modelClass) =>
        field.ValueKind == JsonValueKind.Number && field.TryGetDecimal(out var price) && price is >= 0 and <= 1_000_000
            ? price
            : throw new TraceFormatException($"params: prices of {modelClass}: a number from 0 is expected");

    private static JsonElement.ObjectEnumerator Members(JsonElement parent, string name) =>
        Fields.Of(parent, name) is { ValueKind: JsonValueKind.Object } members
            ? members.EnumerateObject()
            : throw new TraceFormatException($"{name}: an object by model class is expected");
}
