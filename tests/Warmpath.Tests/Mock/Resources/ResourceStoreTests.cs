using Warmpath.Mock.Resources;

namespace Warmpath.Tests.Mock.Resources;

public class ResourceStoreTests
{
    private readonly ResourceStore<Thing> _store = new(capacity: 3, maximumBytes: 100);

    [Fact]
    public void A_workspace_sees_its_own_alone_newest_first()
    {
        Add("a", "1", "2");
        Add("b", "3");

        Assert.Equal(["2", "1"], _store.List("a").Select(thing => thing.Id));
        Assert.Null(_store.Find("b", "1"));
        Assert.Null(_store.Change("b", "1", thing => thing));
        Assert.False(_store.Remove("b", "1"));
        Assert.NotNull(_store.Find("a", "1"));
    }

    [Fact]
    public void Beyond_its_capacity_the_oldest_of_all_is_gone()
    {
        Add("a", "1", "2");
        Add("b", "3", "4");

        Assert.Equal(["2"], _store.List("a").Select(thing => thing.Id));
        Assert.Equal(["4", "3"], _store.List("b").Select(thing => thing.Id));
    }

    [Fact]
    public void Beyond_its_bytes_so_many_of_the_oldest_are_gone_as_have_to_be()
    {
        _store.Add("a", new("1", 30));
        _store.Add("a", new("2", 60));
        _store.Add("a", new("3", 40));
        Assert.Equal(["3", "2"], _store.List("a").Select(thing => thing.Id));

        _store.Change("a", "2", thing => thing with { Bytes = 10 });
        _store.Remove("a", "3");
        _store.Add("a", new("4", 90));
        Assert.Equal(["4", "2"], _store.List("a").Select(thing => thing.Id));
    }

    [Fact]
    public void What_is_larger_than_all_of_it_is_not_held()
    {
        _store.Add("a", new("1", 101));

        Assert.Empty(_store.List("a"));
    }

    private void Add(string workspace, params string[] ids)
    {
        foreach (var id in ids)
        {
            _store.Add(workspace, new(id, 1));
        }
    }

    private sealed record Thing(string Id, long Bytes) : IResource;
}
