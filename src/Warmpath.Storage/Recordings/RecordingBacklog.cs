namespace Warmpath.Storage.Recordings;

/// <summary>What is recorded and not in the database yet. Thread-safe; bounded, since the database may take nothing for long.</summary>
internal sealed class RecordingBacklog
{
    /// <summary>Beyond it the oldest are left out.</summary>
    public const int MostRequests = 20_000;

    /// <summary>About 30 MB. Beyond it all that wait are left out.</summary>
    public const int MostBlocks = 200_000;

    private readonly Lock _lock = new();
    private Queue<RecordedRequest> _requests = new();
    private Dictionary<UInt128, RecordedBlock> _blocks = [];
    private bool _isTaken;
    private bool _isBroken;

    /// <summary>All that was added is in the database, or left out.</summary>
    public bool IsSettled
    {
        get
        {
            lock (_lock)
            {
                return _requests.Count == 0 && !_isTaken;
            }
        }
    }

    /// <returns>False when blocks that were added before are lost: it is not taken, and of what comes the blocks before it have to be given again.</returns>
    public bool TryAdd(RecordedRequest request, IReadOnlyCollection<RecordedBlock> blocks)
    {
        lock (_lock)
        {
            if (_isBroken || _blocks.Count > MostBlocks)
            {
                _requests.Clear();
                _blocks.Clear();
                _isBroken = false;
                return false;
            }

            foreach (var block in blocks)
            {
                _blocks[block.Digest] = block;
            }

            _requests.Enqueue(request);
            if (_requests.Count > MostRequests)
            {
                _requests.Dequeue();
            }

            return true;
        }
    }

    /// <summary>All that waits; <see cref="Done"/> or <see cref="Lost"/> follows. Null when nothing does.</summary>
    public RecordingBatch? Take()
    {
        lock (_lock)
        {
            if (_requests.Count == 0)
            {
                return null;
            }

            var batch = new RecordingBatch(_requests, _blocks.Values);
            (_requests, _blocks, _isTaken) = (new(), [], true);
            return batch;
        }
    }

    /// <summary>What was taken is in the database.</summary>
    public void Done()
    {
        lock (_lock)
        {
            _isTaken = false;
        }
    }

    /// <summary>What was taken never will be.</summary>
    public void Lost()
    {
        lock (_lock)
        {
            (_isTaken, _isBroken) = (false, true);
        }
    }
}

/// <summary>What is recorded at once.</summary>
/// <param name="Requests">In the order of their decisions.</param>
/// <param name="Blocks">Of their prompts, those that are new, better counted, or were not given for long.</param>
internal sealed record RecordingBatch(IReadOnlyCollection<RecordedRequest> Requests, IReadOnlyCollection<RecordedBlock> Blocks);
