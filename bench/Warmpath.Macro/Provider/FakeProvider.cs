using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Warmpath.Macro.Linux;

namespace Warmpath.Macro.Provider;

/// <summary>A provider that costs next to nothing: one thread, canned answers. It knows of the API no more than a benchmark needs.</summary>
internal static class FakeProvider
{
    private const int Listener = -1;
    private const int Pace = -2;

    /// <summary>Serves on a free port of loopback, which it prints, until the process ends.</summary>
    /// <param name="eventsPerSecond">Over all open streams together, in turn and evenly spaced.</param>
    public static void Run(int eventsPerSecond)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(4096);
        listener.Blocking = false;
        Console.WriteLine(((IPEndPoint)listener.LocalEndPoint!).Port.ToString(CultureInfo.InvariantCulture)); // bound

        using var poller = new Poller();
        using var pace = new Ticker(eventsPerSecond);
        poller.Add((int)listener.Handle, Listener);
        var answers = Enumerable.Range(0, 1000).Select(organization => new Answers(organization)).ToArray();
        var connections = new List<ProviderConnection?>();
        var free = new Stack<int>();
        var open = new List<ProviderConnection>();
        var scratch = GC.AllocateArray<byte>(256 * 1024, pinned: true);
        var turn = 0;
        while (true)
        {
            for (int i = 0, ready = poller.Wait(-1); i < ready; i++)
            {
                switch (poller.Tag(i))
                {
                    case Listener:
                        Accept();
                        break;
                    case Pace:
                        SendEvents(pace.Take());
                        break;
                    case var tag when connections[tag] is { } connection:
                        Serve(connection);
                        break;
                    default:
                        break;
                }
            }
        }

        void Accept()
        {
            var socket = new RawSocket(listener.Accept());
            var tag = free.Count > 0 ? free.Pop() : connections.Count;
            if (tag == connections.Count)
            {
                connections.Add(null);
            }

            connections[tag] = new ProviderConnection(socket, tag);
            poller.Add(socket.Descriptor, tag);
        }

        void Serve(ProviderConnection connection)
        {
            var (wasOpen, wasWriting) = (connection.IsOpen, connection.IsWriting);
            if (!(wasWriting && !connection.Flush()) && connection.Read(scratch, answers))
            {
                if (connection.IsWriting != wasWriting)
                {
                    poller.Watch(connection.Socket.Descriptor, connection.Tag, connection.IsWriting);
                }

                if (connection.IsOpen && !wasOpen)
                {
                    if (open.Count == 0)
                    {
                        pace.Take();
                        poller.Add(pace.Descriptor, Pace);
                    }

                    open.Add(connection);
                }

                return;
            }

            Close(connection);
        }

        void Close(ProviderConnection connection)
        {
            if (open.Remove(connection) && open.Count == 0)
            {
                poller.Remove(pace.Descriptor);
            }

            connections[connection.Tag] = null;
            free.Push(connection.Tag);
            connection.Dispose();
        }

        void SendEvents(long count)
        {
            for (; count > 0 && open.Count > 0; count--)
            {
                turn = (turn + 1) % open.Count;
                var connection = open[turn];
                if (!connection.SendEvent())
                {
                    Close(connection);
                }
                else if (connection.IsWriting)
                {
                    poller.Watch(connection.Socket.Descriptor, connection.Tag, writing: true);
                }
            }
        }
    }
}
