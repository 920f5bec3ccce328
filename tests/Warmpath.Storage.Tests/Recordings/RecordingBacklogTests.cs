using Warmpath.Storage.Recordings;

namespace Warmpath.Storage.Tests.Recordings;

public sealed class RecordingBacklogTests
{
    private readonly RecordingBacklog _backlog = new();

    [Fact]
    public void What_was_added_is_taken_once_in_its_order_and_the_last_word_on_a_block_counts()
    {
        Assert.Null(_backlog.Take());
        Add(2, RecordingTests.Front);
        Add(3, RecordingTests.Front with { PrefixTokens = 7 });

        var batch = _backlog.Take();
        Assert.Equal(["req_2", "req_3"], batch!.Requests.Select(request => request.Id));
        Assert.Equal(7, Assert.Single(batch.Blocks).PrefixTokens);
        Assert.Null(_backlog.Take());
    }

    [Fact]
    public void It_is_settled_when_what_was_taken_is_done_with()
    {
        Assert.True(_backlog.IsSettled);
        Add(2);
        Assert.False(_backlog.IsSettled);
        _backlog.Take();
        Assert.False(_backlog.IsSettled);
        _backlog.Done();
        Assert.True(_backlog.IsSettled);
    }

    [Fact]
    public void Beyond_its_room_for_requests_the_oldest_are_left_out()
    {
        for (var i = 0; i < RecordingBacklog.MostRequests + 2; i++)
        {
            Assert.True(Add(i));
        }

        var batch = _backlog.Take();
        Assert.Equal((RecordingBacklog.MostRequests, "req_2"), (batch!.Requests.Count, batch.Requests.First().Id));
    }

    [Fact]
    public void Without_room_for_blocks_what_comes_is_left_out_and_what_waits_stays()
    {
        Assert.True(_backlog.HasRoom);
        Add(2, [.. Enumerable.Range(0, RecordingBacklog.MostBlocks + 1).Select(i => RecordingTests.Front with { Digest = (UInt128)i })]);

        Assert.False(_backlog.HasRoom);
        Assert.False(Add(3));
        Assert.Equal("req_2", Assert.Single(_backlog.Take()!.Requests).Id);
        Assert.True(_backlog.HasRoom);
        Assert.True(Add(4));
    }

    [Fact]
    public void When_what_was_taken_is_lost_it_begins_anew()
    {
        Add(2);
        _backlog.Take();
        Add(3);
        _backlog.Lost();
        _backlog.Take();
        _backlog.Done();

        Assert.False(Add(4));
        Assert.True(_backlog.IsSettled);
        Assert.True(Add(5));
    }

    private bool Add(int number, params RecordedBlock[] blocks) => _backlog.TryAdd(RecordingTests.Recorded(number, Some.Now).Request, blocks);
}
