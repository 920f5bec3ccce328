using Warmpath.Mock;
using Warmpath.Mock.Accounts;
using Warmpath.Mock.Faults;

namespace Warmpath.Tests.Mock.Faults;

public class FaultListTests
{
    private static readonly MockKey Acme = new("acme-1", new("acme"), ["default"]);
    private static readonly MockKey Globex = new("globex-1", new("globex"), ["default"]);

    private readonly FaultList _faults = new();

    [Fact]
    public void A_fault_is_met_as_often_as_it_says()
    {
        _faults.Add(new(FaultName.Overloaded529) { Times = 2 });

        Assert.NotNull(Take(Acme));
        Assert.NotNull(Take(Globex));
        Assert.Null(Take(Acme));
        Assert.Empty(_faults.List());
    }

    [Fact]
    public void A_fault_without_times_stays_until_it_is_cleared()
    {
        _faults.Add(new(FaultName.Overloaded529));
        for (var i = 0; i < 100; i++)
        {
            Assert.NotNull(Take(Acme));
        }

        _faults.Clear();
        Assert.Null(Take(Acme));
    }

    [Fact]
    public void A_fault_meets_only_those_it_is_for()
    {
        _faults.Add(new(FaultName.Overloaded529) { Key = "acme-1" });
        _faults.Add(new(FaultName.ApiError500) { Organization = Globex.OrganizationId });

        Assert.Equal(FaultName.Overloaded529, Take(Acme)!.Name);
        Assert.Equal(FaultName.ApiError500, Take(Globex)!.Name);
        Assert.Null(Take(new("initech-1", new("initech"), ["default"])));
    }

    [Fact]
    public void A_fault_may_be_for_one_model()
    {
        _faults.Add(new(FaultName.NotFound404) { Model = "claude-opus-5-5" });

        Assert.Null(Take(Acme, model: "claude-sonnet-4-6"));
        Assert.NotNull(Take(Acme, model: "claude-opus-5-5"));
    }

    [Theory]
    [InlineData(FaultName.Credit400, true)]
    [InlineData(FaultName.InvalidKey401, true)]
    [InlineData(FaultName.Overloaded529, false)]
    [InlineData(FaultName.RateLimit, false)]
    [InlineData(FaultName.Close, false)]
    public void Trouble_of_an_account_is_met_on_every_route(string name, bool everywhere)
    {
        _faults.Add(new(name));

        Assert.NotNull(Take(Acme));
        Assert.Equal(everywhere, Take(Acme, MockRoute.CountTokens) is not null);
        Assert.Equal(everywhere, Take(Acme, MockRoute.Models) is not null);
    }

    [Fact]
    public void A_fault_may_name_its_route()
    {
        _faults.Add(new(FaultName.Overloaded529) { Route = MockRoute.Models });

        Assert.Null(Take(Acme));
        Assert.NotNull(Take(Acme, MockRoute.Models));
    }

    [Fact]
    public void Of_several_the_first_is_met_first()
    {
        _faults.Add(new(FaultName.Overloaded529) { Times = 1 });
        _faults.Add(new(FaultName.ApiError500) { Times = 1 });

        Assert.Equal([FaultName.Overloaded529, FaultName.ApiError500], [Take(Acme)!.Name, Take(Acme)!.Name]);
    }

    private Fault? Take(MockKey key, string route = MockRoute.Messages, string? model = null) => _faults.Take(key, model, route);
}
