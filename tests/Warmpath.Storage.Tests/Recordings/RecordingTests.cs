using Warmpath.Routing.Outlines;
using Warmpath.Storage.Recordings;

namespace Warmpath.Storage.Tests.Recordings;

public sealed class RecordingTests : StoreTest
{
    internal static readonly RecordedBlock Front = new(1, null, 20_000, IsCounted: true);

    // A prompt of the front and one block more, whose digest is its number.
    internal static (RecordedRequest Request, RecordedBlock Block) Recorded(int number, DateTimeOffset at) => (
        new()
        {
            Id = $"req_{number}",
            Client = "c",
            Session = "s",
            Lineage = $"c/s{number}",
            Model = "claude-sonnet-4-6",
            ArrivedAt = at,
            SentAt = at.AddMilliseconds(3),
            BeganAt = at.AddMilliseconds(900),
            EndedAt = at.AddSeconds(5),
            Key = "k",
            Tip = (UInt128)number,
            Markers = [(1, CacheLifetime.OneHour), ((UInt128)number, CacheLifetime.FiveMinutes)],
            HourMarkers = [(UInt128)number],
            OutputTokens = 200,
        },
        new((UInt128)number, 1, 20_000 + number, IsCounted: false));

    private async Task AddAsync(WarmpathStore store, DateTimeOffset now, params (RecordedRequest Request, RecordedBlock Block)[] recorded)
    {
        Time.AdjustTime(now);
        Assert.All(recorded, one => Assert.True(store.Record(one.Request, [Front, one.Block])));
        await store.LastRecordingAsync(None); // which waits for all that was recorded
    }

    private static async Task<List<(RecordedRequest Request, IReadOnlyList<RecordedBlock> Prompt)>> ReadAsync(WarmpathStore store, int? last = null)
    {
        var read = new List<(RecordedRequest, IReadOnlyList<RecordedBlock>)>();
        var (from, to) = (Some.Now.AddDays(-30), Some.Now.AddDays(30));
        await (last is { } most
            ? store.ReadLastRecordingAsync(from, to, most, AddAsync, None)
            : store.ReadRecordingAsync(from, to, await store.LastRecordingAsync(None), AddAsync, None));
        return read;

        Task AddAsync(RecordedRequest request, IReadOnlyList<RecordedBlock> prompt)
        {
            read.Add((request, prompt));
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task What_was_recorded_is_read_as_it_was_each_with_its_prompt_from_the_first_block_on()
    {
        await using var store = await OpenAsync();
        var whole = Recorded(7, Some.Now) is var (request, block)
            ? (Request: request with { Agent = "a", ParentAgent = "p" }, Block: block)
            : default;
        await AddAsync(store, Some.Now, whole);

        var (read, prompt) = Assert.Single(await ReadAsync(store));
        Assert.Equal(whole.Request with { Markers = read.Markers, HourMarkers = read.HourMarkers }, read);
        Assert.Equal(whole.Request.Markers, read.Markers);
        Assert.Equal(whole.Request.HourMarkers, read.HourMarkers);
        Assert.Equal([Front, whole.Block], prompt);
    }

    [Fact]
    public async Task They_come_in_the_order_of_arrival_also_those_of_one_millisecond_and_the_last_of_them_alone()
    {
        await using var store = await OpenAsync();
        await AddAsync(store, Some.Now, Recorded(4, Some.Now.AddSeconds(1)), Recorded(2, Some.Now), Recorded(3, Some.Now));

        Assert.Equal(["req_2", "req_3", "req_4"], (await ReadAsync(store)).Select(read => read.Request.Id));
        Assert.Equal(["req_4"], (await ReadAsync(store, last: 1)).Select(read => read.Request.Id));
        Assert.Equal(["req_2", "req_3", "req_4"], (await ReadAsync(store, last: 9)).Select(read => read.Request.Id));
    }

    [Fact]
    public async Task A_reading_through_a_number_does_not_see_what_came_later()
    {
        await using var store = await OpenAsync();
        await AddAsync(store, Some.Now, Recorded(2, Some.Now));
        var through = await store.LastRecordingAsync(None);
        await AddAsync(store, Some.Now, Recorded(3, Some.Now.AddSeconds(-1)));

        var seen = 0;
        await store.ReadRecordingAsync(Some.Now.AddDays(-1), Some.Now.AddDays(1), through, (_, _) => Task.FromResult(++seen), None);
        Assert.Equal(1, seen);
    }

    [Fact]
    public async Task A_counted_size_stands_against_an_estimate_whichever_comes_first()
    {
        await using var store = await OpenAsync();
        var (request, estimate) = Recorded(2, Some.Now);
        await AddAsync(store, Some.Now, (request, estimate with { PrefixTokens = 25_000, IsCounted = true }));
        await AddAsync(store, Some.Now, Recorded(2, Some.Now) with { Block = estimate });

        Assert.All(await ReadAsync(store), read => Assert.Equal(25_000, read.Prompt[^1].PrefixTokens));
    }

    [Fact]
    public async Task Pruning_forgets_requests_from_before_the_moment_and_blocks_that_no_younger_prompt_has()
    {
        await using var store = await OpenAsync();
        await AddAsync(store, Some.Now.AddDays(-3), Recorded(2, Some.Now.AddDays(-3)));
        await AddAsync(store, Some.Now, Recorded(3, Some.Now), Recorded(4, Some.Now.AddMilliseconds(-1)));
        await store.PruneRecordingAsync(Some.Now, None);

        Assert.Equal(["req_3"], (await ReadAsync(store)).Select(read => read.Request.Id));
        Assert.Equal(3, Count("recorded_blocks")); // the front, that of 3, and that of 4, which may have been seen until a day later
    }

    [Fact]
    public async Task A_prompt_whose_beginning_is_forgotten_is_left_out()
    {
        await using var store = await OpenAsync();
        await AddAsync(store, Some.Now, Recorded(2, Some.Now), Recorded(3, Some.Now));
        Sql("DELETE FROM recorded_blocks WHERE prefix_tokens = 20002");

        Assert.Equal(["req_3"], (await ReadAsync(store)).Select(read => read.Request.Id));
    }

    [Fact]
    public async Task Many_are_pruned_in_chunks_while_others_are_recorded()
    {
        await using var store = await OpenAsync();
        await AddAsync(store, Some.Now.AddDays(-3), [.. Enumerable.Range(2, 2_500).Select(number => Recorded(number, Some.Now.AddDays(-3)))]);
        var pruning = store.PruneRecordingAsync(Some.Now, None);
        await AddAsync(store, Some.Now, Recorded(9_000, Some.Now));
        await pruning;

        Assert.Equal((1L, 2L), (Count("recordings"), Count("recorded_blocks")));
    }
}
