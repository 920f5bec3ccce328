using System.CommandLine;
using Warmpath.Routing.Catalog;
using Warmpath.Simulation.Traces;
using Warmpath.Simulation.Workloads;
using Warmpath.Simulation.Worlds;

namespace Warmpath.Cli.Simulate;

/// <summary>The options that say what is simulated: which requests, which organizations, which prices.</summary>
internal sealed class WorldOptions
{
    private const string DefaultScenario = "team-day";

    private readonly Option<string?> _scenario = new("--scenario") { Description = $"A built-in workload: {string.Join(", ", BuiltInWorkloads.Names)}. Default: {DefaultScenario}." };
    private readonly Option<string?> _trace = new("--trace") { Description = "A trace file instead; - is standard input; may be gzipped." };
    private readonly Option<FileInfo?> _organizationsFile = new("--orgs") { Description = "A file of organizations, limits, keys and parameters." };
    private readonly Option<string[]> _organizations = new("--org") { Description = "name:rpm=,itpm=,otpm=[,keys=][,workspaces=], name:tier or a tier; repeat it." };
    private readonly Option<string?> _prices = new("--prices") { Description = "A model of the catalogue whose prices hold, such as opus-5-5. Default: Sonnet 4.6, Opus 4.6 and Haiku 4.5, by class." };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_scenario, _trace, _organizationsFile, _organizations, _prices])
        {
            command.Options.Add(option);
        }
    }

    /// <returns>The workload of each seed; a trace is the same for all.</returns>
    /// <exception cref="CommandException">The options do not fit together.</exception>
    /// <exception cref="TraceFormatException">A file or an organization is not what it should be.</exception>
    public Func<ulong, Workload> Workloads(ParseResult parsed, Terminal terminal)
    {
        var (scenario, trace) = (parsed.GetValue(_scenario), parsed.GetValue(_trace));
        if (scenario is not null && trace is not null)
        {
            throw new CommandException("Give --scenario or --trace, not both.", CommandException.WrongUsage);
        }

        if (scenario is not null && !BuiltInWorkloads.Names.Contains(scenario))
        {
            throw new CommandException($"There is no scenario '{scenario}'. There are: {string.Join(", ", BuiltInWorkloads.Names)}.", CommandException.WrongUsage);
        }

        var (prices, given) = (Prices(parsed), World(parsed));
        if (trace is null)
        {
            return seed => With(BuiltInWorkloads.Draw(scenario ?? DefaultScenario, seed), given, prices);
        }

        if (given is null)
        {
            throw new CommandException("A trace needs organizations: give --orgs FILE or --org.", CommandException.WrongUsage);
        }

        using var stream = trace == "-" ? terminal.OpenInput() : File.OpenRead(trace);
        var name = trace == "-" ? "standard input" : Path.GetFileName(trace);
        using var text = SimulationFiles.Reader(stream, name);
        var workload = With(new Workload(name, TraceReader.Read(text, name), given), null, prices);
        return _ => workload;
    }

    private World? World(ParseResult parsed)
    {
        World? world = null;
        if (parsed.GetValue(_organizationsFile) is { } file)
        {
            using var stream = file.OpenRead();
            using var text = SimulationFiles.Reader(stream, file.Name);
            world = WorldReader.Read(text, file.Name);
        }

        if (parsed.GetValue(_organizations) is { Length: > 0 } options)
        {
            world = With(world, options);
        }

        return world;
    }

    private static World With(World? world, string[] options)
    {
        try
        {
            var all = (world?.Organizations ?? []).Concat(options.Select(OrganizationOption.Parse)).ToList();
            OrganizationNames.Check(all);
            world = (world ?? new World { Organizations = all }) with { Organizations = all };
            AdmissibleLimits.Check(world);
            return world;
        }
        catch (TraceFormatException fault)
        {
            throw new CommandException($"{fault.Message}.", CommandException.WrongUsage);
        }
    }

    private ModelPrices? Prices(ParseResult parsed)
    {
        if (parsed.GetValue(_prices) is not { } model)
        {
            return null;
        }

        var name = model.StartsWith("claude-", StringComparison.Ordinal) ? model : $"claude-{model}";
        var facts = ModelCatalog.BuiltIn.Facts(name, Simulation.Worlds.World.Start);
        return facts.Id == "*"
            ? throw new CommandException($"The catalogue has no model '{model}'. A name such as opus-5-5 is expected.", CommandException.WrongUsage)
            : facts.Prices;
    }

    private static Workload With(Workload workload, World? given, ModelPrices? prices)
    {
        var world = given ?? workload.World;
        return workload with { World = prices is null ? world : world with { Prices = new Dictionary<string, ModelPrices> { ["*"] = prices } } };
    }
}
