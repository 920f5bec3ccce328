using Warmpath.Storage.Events;

namespace Warmpath.Storage.Tests.Events;

public class EventTests : StoreTest
{
    [Fact]
    public async Task Events_come_back_newest_first_page_by_page_also_when_the_clock_stepped_back()
    {
        await using var store = await OpenAsync();
        for (var number = 1; number <= 5; number++)
        {
            await store.AddEventAsync(new(0, Some.Now.AddHours(-number), "moved", "lineage_1", $"Move {number}.", number == 5 ? "ada" : null), None);
        }

        var first = await store.ListEventsAsync(null, 2, None);
        Assert.Equal(["Move 5.", "Move 4."], first.Select(happened => happened.Text));
        Assert.Equal(["ada", null], first.Select(happened => happened.Actor));
        Assert.Equal(["Move 3.", "Move 2.", "Move 1."], (await store.ListEventsAsync(first[^1].Id, 10, None)).Select(happened => happened.Text));
    }

    [Fact]
    public async Task An_event_comes_back_as_it_was_added()
    {
        await using var store = await OpenAsync();
        var happened = new StoredEvent(0, Some.Now, "key_added", "Team A", "Added by hand.", "ada");
        await store.AddEventAsync(happened, None);
        var read = Assert.Single(await store.ListEventsAsync(null, 10, None));
        Assert.Equal(happened with { Id = read.Id }, read);
    }
}
