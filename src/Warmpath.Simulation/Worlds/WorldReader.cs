using System.Text.Json;
using Warmpath.Simulation.Providers;
using Warmpath.Simulation.Traces;

namespace Warmpath.Simulation.Worlds;

/// <summary>Reads an organizations file (simulation.md, "Organizations").</summary>
public static class WorldReader
{
    private const double LatestSecond = 1e9;

    private static readonly string[] WorldFields = ["orgs", "params", "outages"];
    private static readonly string[] OutageFields = ["org", "key", "from", "to", "status", "begins", "retry_after", "latency"];
    private static readonly string[] Parameters =
    [
        "burst", "count_reads", "oversize", "min_tokens", "ttl_5m", "ttl_1h", "look_back", "latency", "latency_per_token", "output_tokens_per_second",
        "refusal_latency", "prices",
    ];

    /// <param name="name">For messages.</param>
    /// <exception cref="TraceFormatException">The text is no organizations file; the message says where and what.</exception>
    public static World Read(TextReader text, string name)
    {
        try
        {
            using var document = ReadableJson.Parse(text.ReadToEnd());
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
        _ = Fields.Members(root, WorldFields);
        var organizations = OrganizationReader.Read(Fields.Of(root, "orgs"));
        var world = new World { Organizations = organizations };
        if (Fields.Has(root, "outages"))
        {
            world = world with { Outages = Outages(Fields.Of(root, "outages"), organizations) };
        }

        if (Fields.Has(root, "params"))
        {
            world = Fields.In("params", () => Apply(Fields.Of(root, "params"), world));
        }

        AdmissibleLimits.Check(world);
        return world;
    }

    private static List<Outage> Outages(JsonElement list, List<OrganizationSpec> organizations) => list.ValueKind == JsonValueKind.Array
        ? [.. list.EnumerateArray().Select((outage, i) => Fields.In($"outages: number {i}", () => Outage(outage, organizations)))]
        : throw new TraceFormatException("outages: a list is expected");

    private static Outage Outage(JsonElement outage, List<OrganizationSpec> organizations)
    {
        _ = Fields.Members(outage, OutageFields);
        if (Fields.Has(outage, "org") == Fields.Has(outage, "key"))
        {
            throw new TraceFormatException("either org or key is expected");
        }

        var key = Fields.Has(outage, "key") ? Fields.Text(outage, "key") : null;
        var name = key ?? Fields.Text(outage, "org");
        var struck = organizations.Find(organization => key is null ? organization.Name == name : organization.Keys.Any(known => known.Name == key))
            ?? throw new TraceFormatException($"there is no {(key is null ? "organization" : "key")} '{name}'");
        var from = Fields.Number(outage, "from", 0, LatestSecond);
        var to = Fields.Number(outage, "to", from, LatestSecond);
        return TroubleReader.Read(outage, new Outage(struck.Name, TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to)) { Key = key });
    }

    private static World Apply(JsonElement parameters, World world)
    {
        foreach (var parameter in Fields.Members(parameters, Parameters))
        {
            var provider = world.Provider;
            world = parameter.Name switch
            {
                "burst" => world with { Provider = provider with { Burst = Fields.Positive(parameter.Value, "burst", 1e6) } },
                "count_reads" => world with { Provider = provider with { CountReads = Number(0, 1) } },
                "oversize" => world with { Provider = provider with { Oversize = Oversize(Fields.Text(parameters, "oversize")) } },
                "min_tokens" => world with { Provider = Minimum(parameter.Value, provider) },
                "ttl_5m" => world with { Provider = provider with { FiveMinutesLifetime = TimeSpan.FromSeconds(Number(1, Seconds.Most)) } },
                "ttl_1h" => world with { Provider = provider with { OneHourLifetime = TimeSpan.FromSeconds(Number(1, Seconds.Most)) } },
                "look_back" => world with { Provider = provider with { LookBack = Fields.Integer(parameter.Value, "look_back") } },
                "latency" => world with { Provider = provider with { Latency = TimeSpan.FromSeconds(Number(0, 3600)) } },
                "latency_per_token" => world with { Provider = provider with { LatencyPerTokenSeconds = Number(0, 1) } },
                "output_tokens_per_second" => world with { Provider = provider with { OutputTokensPerSecond = Number(1e-3, 1e9) } },
                "refusal_latency" => world with { RefusalLatency = TimeSpan.FromSeconds(Number(0, 3600)) },
                "prices" => world with { Prices = PriceReader.Read(parameter.Value, world) },
                _ => throw new InvalidOperationException(parameter.Name), // no other is let through
            };

            double Number(double least, double most) => Fields.Number(parameters, parameter.Name, least, most);
        }

        return world.Provider.FiveMinutesLifetime <= world.Provider.OneHourLifetime
            ? world
            : throw new TraceFormatException("ttl_1h is shorter than ttl_5m; give it as many seconds at least");
    }

    private static OversizePolicy Oversize(string text) => text switch
    {
        "debt" => OversizePolicy.Debt,
        "reject" => OversizePolicy.Reject,
        _ => throw new TraceFormatException("oversize is debt or reject"),
    };

    // One for all classes, or by class; "*" is any other, as in limits.
    private static ProviderParameters Minimum(JsonElement field, ProviderParameters provider)
    {
        if (field.ValueKind == JsonValueKind.Number)
        {
            return provider with { MinimumCacheTokens = Fields.Integer(field, "min_tokens") };
        }

        var byClass = Fields.In("min_tokens", () => Fields.Members(field, "a whole number, or an object by model class"))
            .ToDictionary(member => member.Name, member => Fields.Integer(member.Value, $"min_tokens of {member.Name}"));
        return provider with
        {
            MinimumCacheTokens = byClass.GetValueOrDefault(OrganizationSpec.AnyClass, provider.MinimumCacheTokens),
            MinimumCacheTokensByClass = byClass,
        };
    }
}
