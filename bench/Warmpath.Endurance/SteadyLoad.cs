using System.Diagnostics;
using Warmpath.Macro.Linux;
using Warmpath.Macro.Load;

namespace Warmpath.Endurance;

/// <summary>Requests at a fixed rate for as long as one likes, from one thread; what goes wrong is counted and does not end it.</summary>
/// <remarks>
/// Of twenty requests thirteen are streamed, six come whole, and one client leaves as soon as its stream has begun. Every other request
/// opens a conversation that was never seen before; the others belong to two hundred that go on and on.
/// </remarks>
internal sealed class SteadyLoad(Target target, byte[] body, int perSecond) : IDisposable
{
    /// <summary>A machine that is busy with other things gets no more requests than these at once: their number would be all that grows.</summary>
    public const int MostUnderWay = 100;

    private const int Tick = -2;
    private const int Lasting = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly byte[] _scratch = GC.AllocateArray<byte>(256 * 1024, pinned: true);
    private readonly Poller _poller = new();
    private readonly List<Caller?> _callers = [];
    private readonly Stack<int> _free = new();

    // In turns, so that none is idle for so long that the gateway closes it.
    private readonly Dictionary<string, Queue<int>> _idle = new() { ["stream"] = new(), ["whole"] = new() };
    private int _begun;

    /// <summary>Answers that came whole.</summary>
    public long Answered { get; private set; }

    /// <summary>Streams that their client left.</summary>
    public long Abandoned { get; private set; }

    /// <summary>Requests that were due while <see cref="MostUnderWay"/> had no answer yet, and were not sent.</summary>
    public long Skipped { get; private set; }

    public long Errors { get; private set; }

    /// <summary>What the first error was.</summary>
    public string? FirstError { get; private set; }

    /// <summary>Runs for so long, then lets what is under way end.</summary>
    public void Run(TimeSpan duration)
    {
        var began = Stopwatch.GetTimestamp();
        using (var ticker = new Ticker(perSecond))
        {
            _poller.Add(ticker.Descriptor, Tick);
            while (Stopwatch.GetElapsedTime(began) < duration)
            {
                Serve(ticker);
            }

            _poller.Remove(ticker.Descriptor);
        }

        for (var stopped = Stopwatch.GetTimestamp(); _callers.Any(caller => caller?.Connection.IsBusy == true);)
        {
            Serve(null);
            if (Stopwatch.GetElapsedTime(stopped) > Patience)
            {
                Note("An answer did not come to its end.");
                return;
            }
        }
    }

    public void Dispose()
    {
        _callers.ForEach(caller => caller?.Connection.Dispose());
        _poller.Dispose();
    }

    private void Serve(Ticker? ticker)
    {
        for (int i = 0, ready = _poller.Wait(100); i < ready; i++)
        {
            var tag = _poller.Tag(i);
            if (tag == Tick)
            {
                // After a stall it does not make up for all that it missed: that would be another load.
                for (var fired = Math.Min(ticker?.Take() ?? 0, perSecond / 10 + 1); fired > 0; fired--)
                {
                    Begin();
                }
            }
            else if (_callers[tag] is { } caller)
            {
                Serve(tag, caller);
            }
        }
    }

    private void Serve(int tag, Caller caller)
    {
        var connection = caller.Connection;
        var wasBusy = connection.IsBusy;
        try
        {
            if (connection.IsWriting)
            {
                connection.Flush();
                _poller.Watch(connection.Descriptor, tag, connection.IsWriting);
            }

            if (connection.Read(_scratch))
            {
                Answered++;
                _idle[caller.Answer].Enqueue(tag);
            }
            else if (caller.Answer == "open" && connection.FirstByteAt != 0)
            {
                Abandoned++;
                Remove(tag, connection);
            }
        }
        catch (InvalidOperationException exception)
        {
            // An idle connection that the gateway closed is its right, and no error.
            if (wasBusy)
            {
                Note(exception.Message);
            }

            Remove(tag, connection);
        }
    }

    private void Begin()
    {
        var number = _begun++;
        if (_callers.Count - _free.Count - _idle.Values.Sum(waiting => waiting.Count) >= MostUnderWay)
        {
            Skipped++;
            return;
        }

        var answer = (number % 20) switch { 19 => "open", >= 13 => "whole", _ => "stream" };
        var lineage = number % 2 == 0 ? Lasting + number : number / 2 % Lasting;
        if (answer == "open" || !TryReuse(answer, out var tag))
        {
            if (!_free.TryPop(out tag))
            {
                tag = _callers.Count;
                _callers.Add(null);
            }

            var opened = new ClientConnection(target, body, answer);
            _callers[tag] = new(opened, answer);
            _poller.Add(opened.Descriptor, tag);
        }

        var connection = _callers[tag]!.Connection; // just made, or idle
        try
        {
            connection.Begin(lineage, Stopwatch.GetTimestamp());
            if (connection.IsWriting)
            {
                _poller.Watch(connection.Descriptor, tag, writing: true);
            }
        }
        catch (InvalidOperationException exception)
        {
            Note(exception.Message);
            Remove(tag, connection);
        }
    }

    private bool TryReuse(string answer, out int tag)
    {
        while (_idle[answer].TryDequeue(out tag))
        {
            if (_callers[tag] is { } caller && caller.Answer == answer && !caller.Connection.IsBusy)
            {
                return true;
            }
        }

        return false;
    }

    private void Remove(int tag, ClientConnection connection)
    {
        connection.Dispose();
        _callers[tag] = null;
        _free.Push(tag);
    }

    private void Note(string error)
    {
        Errors++;
        FirstError ??= error;
    }

    private sealed record Caller(ClientConnection Connection, string Answer);
}
