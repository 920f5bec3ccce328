using Warmpath.Routing.Deciding;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;
using Warmpath.Routing.Outlines;
using Warmpath.Testing;

namespace Warmpath.Routing.Tests.Deciding;

/// <summary>What one workspace made is nobody else's.</summary>
public class MakerTests
{
    private static readonly Outline NoPrompt = new() { Model = "", Blocks = [], Breakpoints = [] };

    private readonly RouterBench _bench = new();

    public MakerTests()
    {
        _bench.Add("acme-1", "org-acme", "ws-acme");
        _bench.Add("acme-2", "org-acme", "ws-acme");
        _bench.Add("globex-1", "org-globex", "ws-globex");
    }

    [Fact]
    public void Any_key_of_the_workspace_serves_what_it_made_also_while_it_drains()
    {
        var request = OfFile(Maker.Of(Config("acme-1")));
        _bench.Router.RemoveKey(new("acme-1"), _bench.Now);
        Assert.Equal("acme-2", _bench.Serve(request).Key.Name);

        _bench.Add("acme-2", "org-acme", "ws-acme", draining: true);
        Assert.Equal("acme-2", _bench.Serve(request).Key.Name);

        _bench.Router.RemoveKey(new("acme-2"), _bench.Now);
        var refusal = Assert.IsType<Decision.Refuse>(_bench.Decide(_bench.Enter(request))).Refusal;
        Assert.Equal(RefusalKind.NoUsableKey, refusal.Kind);
        Assert.Contains("ws-acme any more", refusal.Message);
    }

    [Fact]
    public void A_key_of_the_workspace_that_comes_later_serves_it_too()
    {
        var ticket = _bench.Enter(OfFile(new(new("gone"), "org-initech", "ws-initech")));
        Assert.IsType<Decision.Refuse>(_bench.Decide(ticket));
        _bench.Add("initech-1", "org-initech", "ws-initech");
        Assert.Equal("initech-1", _bench.Send(ticket).Key.Name);
    }

    [Fact]
    public void Where_answers_name_no_workspace_the_key_stands_for_it()
    {
        Assert.Equal("globex-1", _bench.Serve(OfFile(new(new("globex-1"), null, null))).Key.Name);
        Assert.IsType<Decision.Refuse>(_bench.Decide(_bench.Enter(OfFile(new(new("gone"), null, null)))));
    }

    [Fact]
    public void Its_404_is_final()
    {
        var attempt = _bench.Send(_bench.Enter(OfFile(Maker.Of(Config("acme-1")))));
        Assert.Equal(NextStep.ReturnAnswer, _bench.Fail(attempt, 404, "not_found_error"));
    }

    [Fact]
    public void What_nobody_knows_is_asked_of_each_workspace_once()
    {
        var ticket = _bench.Enter(OfFile(null));
        var asked = new List<string?>();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var sent = _bench.Send(ticket);
            asked.Add(sent.Key.DiscoveredWorkspaceId);
            Assert.Equal(NextStep.DecideAgain, _bench.Fail(sent, 404, "not_found_error"));
        }

        Assert.Equal(["ws-acme", "ws-globex"], asked.Order());
        Assert.Equal(RefusalKind.NotFound, Assert.IsType<Decision.Refuse>(_bench.Decide(ticket)).Refusal.Kind);
        Assert.All(_bench.Router.View(_bench.Now).Keys, key => Assert.Equal((KeyStatus.Healthy, 0), (key.Status, key.BlockedModels.Count)));
    }

    [Fact]
    public void A_workspace_that_is_limited_is_waited_for_before_nobody_has_it()
    {
        var throttled = _bench.Send(_bench.Enter(OfFile(Maker.Of(Config("globex-1")))));
        _bench.Fail(throttled, 429, "rate_limit_error", retryAfter: 20);

        var ticket = _bench.Enter(OfFile(null));
        Assert.Equal(NextStep.DecideAgain, _bench.Fail(_bench.Send(ticket), 404, "not_found_error"));
        Assert.IsType<Decision.Wait>(_bench.Decide(ticket));
        _bench.Pass(21);
        Assert.Equal("globex-1", _bench.Send(ticket).Key.Name);
    }

    [Fact]
    public void A_conversation_goes_to_the_workspace_of_its_file_and_stays_there()
    {
        var prompt = Prompt.For("claude-sonnet-4-6").Front("tools and system", 20_000).Mark().Turn("one", 2_000).Mark().Outline();
        var home = _bench.Serve(_bench.Request(prompt)).Key;
        var other = Config(home.Name == "globex-1" ? "acme-1" : "globex-1");
        var moved = _bench.Serve(_bench.Request(prompt) with { Maker = Maker.Of(other) });
        Assert.Equal(other.DiscoveredWorkspaceId, moved.Key.DiscoveredWorkspaceId);
        Assert.True(moved.AwayFromHome);
        Assert.Contains("uses what belongs to", moved.Explanation.Reason);
        Assert.True(_bench.Serve(_bench.Request(prompt) with { Maker = Maker.Of(other) }).AtHome);
    }

    private RoutingRequest OfFile(Maker? maker) => _bench.Request(NoPrompt, session: null, kind: RequestKind.Files) with { Maker = maker };

    private KeyConfig Config(string name) => _bench.Router.View(_bench.Now).Keys.Single(key => key.Config.Name == name).Config;
}
