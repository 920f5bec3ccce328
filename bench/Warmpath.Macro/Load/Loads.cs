using System.Buffers.Text;
using System.Diagnostics;
using Warmpath.Macro.Linux;

namespace Warmpath.Macro.Load;

/// <summary>Kinds of load, each from one thread.</summary>
internal static class Loads
{
    private const int Tick = -2;

    private static readonly byte[] Scratch = GC.AllocateArray<byte>(256 * 1024, pinned: true);

    /// <summary>Closed loop: every connection sends as soon as its answer has ended.</summary>
    /// <param name="lineages">How many take turns.</param>
    /// <param name="from">The number of the first of them.</param>
    /// <param name="atLeast">It goes on beyond its duration until so many requests were answered.</param>
    /// <returns>Requests that were answered, and in how many seconds.</returns>
    public static (long Requests, double Seconds) Closed(
        Target target, byte[] body, string answer, int connections, int lineages, TimeSpan duration, int from = 0, int atLeast = 0)
    {
        using var poller = new Poller();
        var all = Enumerable.Range(0, connections).Select(_ => new ClientConnection(target, body, answer)).ToArray();
        var began = Stopwatch.GetTimestamp();
        var end = began + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var (done, next, busy) = (0L, 0, all.Length);
        for (var i = 0; i < all.Length; i++)
        {
            poller.Add(all[i].Descriptor, i);
            Begin(all[i], i);
        }

        var stopped = 0L;
        while (busy > 0)
        {
            for (int i = 0, ready = poller.Wait(5000); i < ready; i++)
            {
                var tag = poller.Tag(i);
                var connection = all[tag];
                if (connection.IsWriting)
                {
                    connection.Flush();
                    if (!connection.IsWriting)
                    {
                        poller.Watch(connection.Descriptor, tag, writing: false);
                    }
                }

                if (connection.IsBusy && connection.Read(Scratch))
                {
                    stopped = Stopwatch.GetTimestamp();
                    done++;
                    if (stopped < end || done < atLeast)
                    {
                        Begin(connection, tag);
                    }
                    else
                    {
                        busy--;
                    }
                }
            }
        }

        Array.ForEach(all, connection => connection.Dispose());
        return (done, Stopwatch.GetElapsedTime(began, stopped).TotalSeconds);

        void Begin(ClientConnection connection, int tag)
        {
            connection.Begin(from + (next++ % lineages), Stopwatch.GetTimestamp());
            if (connection.IsWriting)
            {
                poller.Watch(connection.Descriptor, tag, writing: true);
            }
        }
    }

    /// <summary>Open loop: requests at a fixed rate that slow answers do not slow down.</summary>
    /// <returns>Microseconds from when a request was due to its first byte, in order of size.</returns>
    public static double[] Open(Target target, byte[] body, string answer, int perSecond, int lineages, TimeSpan duration)
    {
        using var poller = new Poller();
        var began = Stopwatch.GetTimestamp();
        using var ticker = new Ticker(perSecond);
        poller.Add(ticker.Descriptor, Tick);
        var all = new List<ClientConnection>();
        var idle = new Stack<int>();
        var total = (int)(perSecond * duration.TotalSeconds);
        var delays = new List<double>(total);
        var next = 0;
        while (delays.Count < total)
        {
            for (int i = 0, ready = poller.Wait(5000); i < ready; i++)
            {
                var tag = poller.Tag(i);
                if (tag == Tick)
                {
                    for (var fired = ticker.Take(); fired > 0 && next < total; fired--)
                    {
                        Begin();
                    }

                    continue;
                }

                var connection = all[tag];
                if (connection.IsWriting)
                {
                    connection.Flush();
                    poller.Watch(connection.Descriptor, tag, connection.IsWriting);
                }

                if (connection.IsBusy && connection.Read(Scratch))
                {
                    delays.Add(Stopwatch.GetElapsedTime(connection.DueAt, connection.FirstByteAt).TotalMicroseconds);
                    idle.Push(tag);
                }
            }
        }

        all.ForEach(connection => connection.Dispose());
        return [.. delays.Order()];

        void Begin()
        {
            if (!idle.TryPop(out var tag))
            {
                tag = all.Count;
                all.Add(new ClientConnection(target, body, answer));
                poller.Add(all[tag].Descriptor, tag);
            }

            next++;
            all[tag].Begin(next % lineages, began + (long)(next / (double)perSecond * Stopwatch.Frequency));
            if (all[tag].IsWriting)
            {
                poller.Watch(all[tag].Descriptor, tag, writing: true);
            }
        }
    }

    /// <summary>Many streams that stay open, while the provider sends their events at its own pace.</summary>
    /// <param name="opened">Called when all of them are open and the measurement begins.</param>
    /// <param name="ending">Called when it is over and they are still open.</param>
    /// <returns>Microseconds from the provider's sending of an event to its arrival, in order of size.</returns>
    public static double[] Streams(Target target, byte[] body, int streams, TimeSpan duration, Action opened, Action ending)
    {
        using var poller = new Poller();
        var all = new ClientConnection[streams];
        var delays = new List<double>(1 << 18);
        var (answered, isMeasuring) = (0, false);
        for (var i = 0; i < streams; i++)
        {
            var connection = all[i] = new ClientConnection(target, body, "open");
            var first = true;
            connection.Reading = bytes =>
            {
                if (first)
                {
                    first = false;
                    answered++;
                }

                Take(bytes);
            };
            poller.Add(connection.Descriptor, i);
            connection.Begin(i, Stopwatch.GetTimestamp());
            poller.Watch(connection.Descriptor, i, connection.IsWriting);

            // Not more than a few at a time on their way: what is measured is streams that are open, not their coming.
            while (answered < i - 32)
            {
                Serve();
            }
        }

        while (answered < streams)
        {
            Serve();
        }

        Until(TimeSpan.FromSeconds(1));
        opened();
        isMeasuring = true;
        Until(duration);
        ending();
        Array.ForEach(all, connection => connection.Dispose());
        return [.. delays.Order()];

        void Until(TimeSpan time)
        {
            for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < time;)
            {
                Serve();
            }
        }

        void Serve()
        {
            for (int i = 0, ready = poller.Wait(1000); i < ready; i++)
            {
                var tag = poller.Tag(i);
                var connection = all[tag];
                if (connection.IsWriting)
                {
                    connection.Flush();
                    poller.Watch(connection.Descriptor, tag, connection.IsWriting);
                }

                connection.Read(Scratch);
            }
        }

        void Take(ReadOnlySpan<byte> bytes)
        {
            var now = Stopwatch.GetTimestamp();
            while (isMeasuring && bytes.IndexOf("\"text\":\"0"u8) is >= 0 and var at)
            {
                bytes = bytes[(at + 8)..];
                if (Utf8Parser.TryParse(bytes, out long sent, out var length) && length == 19)
                {
                    delays.Add(Stopwatch.GetElapsedTime(sent, now).TotalMicroseconds);
                }
            }
        }
    }
}
