using System.Threading.Channels;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Warmpath.Gateway.Traffic;
using Warmpath.Routing;

namespace Warmpath.Gateway.Tests.Traffic;

public sealed class TrafficReaderTests : IAsyncDisposable
{
    private const string Before = "one before";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
    private readonly TrafficFeed _feed = new();
    private readonly Listener _listener = new();
    private readonly ApplicationLifetime _host = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly TrafficReader _reader;

    public TrafficReaderTests()
    {
        _reader = Reader(_listener);
        _host.NotifyStarted();
    }

    public async ValueTask DisposeAsync()
    {
        await _reader.StopAsync(CancellationToken.None);
        _reader.Dispose();
    }

    private TrafficReader Reader(params ITrafficListener[] listeners) =>
        new(_feed, listeners, _host, _time, NullLogger<TrafficReader>.Instance);

    private ServedRequest Served(string id, double arrivedAt, long decidedAs = 0) => new()
    {
        Id = id,
        Request = new()
        {
            Kind = RequestKind.Messages,
            Outline = new() { Model = "m", Blocks = [], Breakpoints = [] },
            Client = "c",
            ArrivedAt = At(arrivedAt),
            MaximumWait = TimeSpan.Zero,
            ValueOfTimePerHour = 0,
        },
        Lineage = id,
        Key = new("k"),
        DecidedAt = At(arrivedAt),
        DecidedAs = decidedAs,
        SentAt = At(arrivedAt),
        BeganAt = At(arrivedAt),
        EndedAt = At(arrivedAt),
        EstimatedPrefixTokens = [],
        Usage = default,
        Stalls = 0,
    };

    private DateTimeOffset At(double seconds) => new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero).AddSeconds(seconds);

    /// <summary>Once it has told of a request it runs: from then on it follows the clock.</summary>
    private async Task StartAsync()
    {
        _feed.Leave(new(), Served(Before, -1));
        await _reader.StartAsync(CancellationToken.None);
        Assert.Equal(Before, await _listener.NextAsync());
    }

    private void Pass(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>What is told when the reader has looked once more.</summary>
    private async Task<string> NextAsync()
    {
        Pass(0.2);
        return await _listener.NextAsync();
    }

    [Fact]
    public async Task Requests_are_told_in_the_order_of_decisions_however_long_each_took()
    {
        var (slow, quick) = (new object(), new object());
        _feed.Enter(slow, At(0));
        _feed.Enter(quick, At(1));
        Pass(3);
        await StartAsync();
        _feed.Leave(quick, Served("quick", 1));
        Pass(2);
        Assert.Equal(At(0), await _listener.NextFlushAsync());
        Assert.Equal([Before], _listener.Told); // one that came before it may still be answered

        _feed.Leave(slow, Served("slow", 0));
        Assert.Equal("slow", await NextAsync());
        Assert.Equal("quick", await NextAsync());
    }

    [Fact]
    public async Task Those_of_one_moment_are_told_in_the_order_in_which_they_were_decided_about()
    {
        await StartAsync();
        _feed.Leave(new(), Served("third", 1, decidedAs: 3));
        _feed.Leave(new(), Served("first", 1, decidedAs: 1));
        _feed.Leave(new(), Served("second", 1, decidedAs: 2));
        Pass(2);
        Assert.Equal(["first", "second", "third"], [await NextAsync(), await NextAsync(), await NextAsync()]);
    }

    [Fact]
    public async Task One_that_takes_longer_than_five_minutes_holds_up_the_others_no_more_and_is_told_late()
    {
        var (slow, quick) = (new object(), new object());
        _feed.Enter(slow, At(0));
        _feed.Enter(quick, At(1));
        Pass(302);
        _feed.Leave(quick, Served("quick", 1));
        await StartAsync();
        Assert.Equal("quick", await NextAsync());
        _feed.Leave(slow, Served("slow", 0));
        Assert.Equal("slow", await NextAsync());
    }

    [Fact]
    public async Task What_the_full_feed_does_not_take_is_counted_and_left_out()
    {
        for (var i = 0; i < TrafficFeed.Capacity + 3; i++)
        {
            _feed.Leave(new(), Served($"{i}", i * 0.001));
        }

        Pass(60);
        Assert.Equal(3, _feed.Skipped);
        await _reader.StartAsync(CancellationToken.None);
        await _reader.StopAsync(CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, TrafficFeed.Capacity).Select(i => $"{i}"), _listener.Told);
    }

    [Fact]
    public async Task An_unanswered_request_is_told_to_nobody_and_holds_up_nobody()
    {
        var refused = new object();
        _feed.Enter(refused, At(0));
        _feed.Leave(new(), Served("next", 1));
        _feed.Leave(refused, null);
        Pass(2);
        await StartAsync();
        Assert.Equal("next", await NextAsync());
    }

    [Fact]
    public async Task A_stop_tells_what_is_left_and_flushes_once_more()
    {
        _feed.Enter(new(), At(0)); // never answered
        await StartAsync();
        _feed.Leave(new(), Served("last", 5));
        await _reader.StopAsync(CancellationToken.None);
        Assert.Equal([Before, "last"], _listener.Told);
        Assert.Equal(_time.GetUtcNow(), _listener.LastFlush);
    }

    [Fact]
    public async Task It_looks_more_often_while_much_comes()
    {
        await StartAsync();
        for (var i = 0; i < 300; i++)
        {
            _feed.Leave(new(), Served("much", 0));
        }

        Pass(0.2);
        for (var i = 0; i < 300; i++)
        {
            Assert.Equal("much", await _listener.NextAsync());
        }

        _feed.Leave(new(), Served("next", 0));
        Pass(0.1);
        Assert.Equal("next", await _listener.NextAsync());
    }

    [Fact]
    public async Task Each_listener_begins_before_it_is_told_anything_and_one_that_fails_hurts_no_other()
    {
        var begun = new TaskCompletionSource();
        var beginner = new Listener { Beginning = begun.Task };
        using var reader = Reader(new Broken(), beginner);
        _feed.Leave(new(), Served("first", 0));
        await reader.StartAsync(CancellationToken.None);
        Assert.Empty(beginner.Told);
        begun.SetResult();
        Assert.Equal("first", await beginner.NextAsync());
        Pass(2);
        await beginner.NextFlushAsync();
        await reader.StopAsync(CancellationToken.None);
    }

    private sealed class Listener : ITrafficListener
    {
        private readonly Channel<string> _told = Channel.CreateUnbounded<string>();
        private readonly Channel<DateTimeOffset> _flushes = Channel.CreateUnbounded<DateTimeOffset>();

        public Task Beginning { get; init; } = Task.CompletedTask;

        public List<string> Told { get; } = [];

        public DateTimeOffset LastFlush { get; private set; }

        public Task BeginAsync(CancellationToken cancellationToken) => Beginning;

        public void Served(ServedRequest request)
        {
            Told.Add(request.Id);
            _told.Writer.TryWrite(request.Id);
        }

        public Task FlushAsync(DateTimeOffset until, CancellationToken cancellationToken)
        {
            LastFlush = until;
            _flushes.Writer.TryWrite(until);
            return Task.CompletedTask;
        }

        public ValueTask<string> NextAsync() => _told.Reader.ReadAsync(TestContext.Current.CancellationToken);

        public ValueTask<DateTimeOffset> NextFlushAsync() => _flushes.Reader.ReadAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Broken : ITrafficListener
    {
        public Task BeginAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("begin");

        public void Served(ServedRequest request) => throw new InvalidOperationException("served");

        public Task FlushAsync(DateTimeOffset until, CancellationToken cancellationToken) => throw new InvalidOperationException("flush");
    }
}
