using Warmpath.Routing.Deciding;
using Warmpath.Routing.Limits;
using Warmpath.Routing.Outlines;
using Warmpath.Testing;

namespace Warmpath.Routing.Tests.Limits;

/// <summary>What an organization keeps of the classes of models that it was asked for.</summary>
public class ClassLimitTests
{
    [Fact]
    public void Made_up_models_do_not_grow_without_bound_and_what_is_known_or_used_stays()
    {
        var bench = new RouterBench();
        bench.Add("a", inputLimit: 100_000);
        bench.Answer(bench.Send(bench.Enter(bench.Request(Asking("claude-sonnet-4-6")))), limits: new LimitHeaders { InputTokensLimit = 50_000, InputTokensRemaining = 40_000 });
        var known = ClassesOf(bench).Single();
        var used = bench.Send(bench.Enter(bench.Request(Asking("claude-used"), session: "u")));
        for (var i = 0; i < 1000; i++)
        {
            var ticket = bench.Enter(bench.Request(Asking($"model-{i}"), session: $"s{i}"));
            bench.Fail(bench.Send(ticket), 404, "not_found_error", "model");
            bench.Router.Leave(ticket, bench.Now);
            bench.Pass(1);
        }

        Assert.InRange(ClassesOf(bench).Count, 2, 200);
        Assert.Contains(known, ClassesOf(bench));
        Assert.Contains(ClassesOf(bench), one => one.StartsWith("claude-used", StringComparison.Ordinal) || one == "used");
        bench.Answer(used);
    }

    [Fact]
    public void What_a_key_has_used_goes_along_when_its_organization_turns_out_though_it_is_bound_to_a_workspace()
    {
        var bench = new RouterBench { MaximumWait = TimeSpan.FromSeconds(120) };
        bench.Router.SetKey(
            new()
            {
                Id = new("k"), Name = "k", Provider = "anthropic", BaseUrl = "http://127.0.0.1", BoundWorkspaceId = "wrkspc_1",
                Limits = new Dictionary<string, LimitSettings> { ["*"] = new(1, null, null) },
            },
            bench.Now);
        var attempt = bench.Send(bench.Enter(bench.Request(Asking("claude-sonnet-4-6"))));
        bench.Router.Began(attempt, new ResponseFacts("org", "wrkspc_1", null), bench.Now);
        bench.Router.Ended(attempt, null, bench.Now);
        Assert.IsType<Decision.Wait>(bench.Decide(bench.Enter(bench.Request(Asking("claude-sonnet-4-6")))));
    }

    [Fact]
    public void A_key_that_is_removed_and_added_again_finds_its_workspace_and_what_is_warm_there()
    {
        var bench = new RouterBench("k");
        bench.Serve(bench.Request(Asking("claude-sonnet-4-6")));
        bench.Router.RemoveKey(new("k"), bench.Now);
        bench.Router.SetKey(new() { Id = new("again"), Name = "again", Provider = "anthropic", BaseUrl = "http://127.0.0.1" }, bench.Now);
        bench.Router.Checked(new("again"), new ResponseFacts("org-k", "ws-k", null), null, bench.Now);
        Assert.True(bench.Send(bench.Enter(bench.Request(Asking("claude-sonnet-4-6")))).Explanation.Expected.Read > 0);
    }

    private static Outline Asking(string model) => Prompt.For(model).Front("tools", 5_000).Mark().Outline();

    private static List<string> ClassesOf(RouterBench bench) =>
        bench.Router.View(bench.Now).Organizations.SelectMany(one => one.Headroom).Select(pool => pool.ModelClass).ToList();
}
