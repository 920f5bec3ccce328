using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Warmpath.Mock.Accounts;
using Warmpath.Mock.Faults;

namespace Warmpath.Mock;

/// <summary><c>warmpath mock</c>: the fake provider alone, for people's own tests.</summary>
internal static class MockCommand
{
    public static Command Create()
    {
        var urls = new Option<string>("--urls")
        {
            Description = "Where it listens.",
            DefaultValueFactory = _ => "http://127.0.0.1:4242",
        };
        var tier = new Option<string>("--tier")
        {
            Description = "Limits of organizations that name none.",
            DefaultValueFactory = _ => MockTier.Start.Name,
        };
        tier.AcceptOnlyFromAmong([.. MockTier.All.Select(each => each.Name)]);
        var organizations = new Option<string[]>("--org")
        {
            Description = "An organization: name[:tier][,rpm=1000,itpm=450000,otpm=90000,keys=2,workspaces=2,checks-thinking=1], a colon before the first. Repeatable.",
            HelpName = "ORGANIZATION",
        };
        organizations.Validators.Add(CheckOrganizations);
        var latency = new Option<double>("--latency")
        {
            Description = "How slowly it answers: 1 = like the provider, 0 = at once.",
            HelpName = "FACTOR",
            DefaultValueFactory = _ => 1,
            CustomParser = ParseLatency,
        };

        var command = new Command("mock", "Serves a fake provider, Anthropic and OpenAI in one: real limits, real cache semantics, faults on command.")
        {
            urls, tier, organizations, latency,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            Options(parsed.GetValue(urls)!, parsed.GetValue(tier)!, parsed.GetValue(organizations) ?? [], parsed.GetValue(latency)),
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error,
            cancellationToken));
        return command;
    }

    private static MockOptions Options(string urls, string tierName, string[] organizations, double latency)
    {
        var tier = MockTier.All.First(each => each.Name == tierName);
        return new()
        {
            Url = urls,
            LatencyFactor = latency,
            Organizations = organizations.Length > 0
                ? [.. organizations.Select(text => MockOrganization.Parse(text, tier))]
                : [.. MockOrganization.Defaults.Select(organization => organization with { Limits = tier.Limits })],
        };
    }

    private static double ParseLatency(ArgumentResult result)
    {
        if (!double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor)
            || factor is not (>= 0 and <= 1000))
        {
            result.AddError("--latency has to be a number from 0 to 1000.");
        }

        return factor;
    }

    private static void CheckOrganizations(OptionResult result)
    {
        try
        {
            var names = result.Tokens.Select(token => MockOrganization.Parse(token.Value, MockTier.Start).Name).ToArray();
            if (names.Distinct().Count() < names.Length)
            {
                result.AddError("--org: two organizations have one name.");
            }
        }
        catch (FormatException e)
        {
            result.AddError($"--org: {e.Message}.");
        }
    }

    private static async Task<int> RunAsync(MockOptions options, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        MockServer server;
        try
        {
            server = await MockServer.StartAsync(options, TimeProvider.System, cancellationToken);
        }
        catch (IOException e)
        {
            await error.WriteLineAsync($"The mock provider cannot listen on {options.Url} ({e.Message}): choose another with --urls.");
            return 1;
        }

        await using (server)
        {
            await output.WriteLineAsync(Greeting(server));
            await output.FlushAsync(cancellationToken);
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // Somebody stopped it, as it is meant to end.
            }
        }

        return 0;
    }

    private static string Greeting(MockServer server)
    {
        var keys = server.Keys.Select(key => string.Create(
            CultureInfo.InvariantCulture, $"  {key.Secret,-32} {key.Organization.Name}, {string.Join(" or ", Workspaces(key))}"));
        return $$"""
            The mock provider listens on {{server.BaseUrl}}

            Keys:
            {{string.Join('\n', keys)}}

            Prompts tell it what to answer:
              [[say: text]]  [[tool: NAME {"json":"input"}]]  [[tokens: 500]]  [[thinking]]

            Faults, played to one key, one organization or all:
              curl {{server.BaseUrl}}/mock/faults -H 'content-type: application/json' \
                -d '{"fault":"{{FaultName.RateLimit}}","key":"{{server.Keys[0].Name}}","times":1,"retryAfter":5}'
              curl -X DELETE {{server.BaseUrl}}/mock/faults    ends them
              curl {{server.BaseUrl}}/mock/faults              lists them, and the names of all that there are
              curl {{server.BaseUrl}}/mock/requests            what has come, with tokens
            """;
    }

    /// <summary>A key of several workspaces has to name one by its id.</summary>
    private static IEnumerable<string> Workspaces(MockKey key) => key.Workspaces.Count == 1
        ? key.Workspaces
        : key.Workspaces.Zip(key.WorkspaceIds, (name, id) => $"{name} (anthropic-workspace-id: {id})");
}
