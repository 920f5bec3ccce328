namespace Warmpath.Storage.Recordings;

/// <summary>What is recorded and not in the database yet. Thread-safe; bounded, since the database may take nothing for long.</summary>
internal sealed class RecordingBacklog
{
    /// <summary>Beyond it the oldest are left out.</summary>
    public const int MostRequests = 20_000;

    /// <summary>About 30 MB. Beyond it what comes is left out until some are in the database.</summary>
    public const int MostBlocks = 200_000;

    private readonly Lock _lock = new();

    // Two of each in turns, with the room that they have grown to.
    private (Queue<RecordedRequest> Requests, Dictionary<UInt128, RecordedBlock> Blocks) _waiting = (new(), []);
    private (Queue<RecordedRequest> Requests, Dictionary<UInt128, RecordedBlock> Blocks) _taken = (new(), []);
    private bool _isTaken;
    private bool _isBroken;

    /// <summary>All that was added is in the database, or left out.</summary>
    public bool IsSettled
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Requests.Count == 0 && !_isTaken;
            }
        }
    }

    /// <summary>There is room for another request. Who asks first need not have any blocks given again.</summary>
    public bool HasRoom
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Blocks.Count <= MostBlocks;
            }
        }
    }

    /// <returns>False when it is not taken, for want of room or since blocks that were added before are lost: of what comes the blocks before it have to be given again.</returns>
    public bool TryAdd(RecordedRequest request, IReadOnlyCollection<RecordedBlock> blocks)
    {
        lock (_lock)
        {
            var (requests, known) = _waiting;
            if (_isBroken)
            {
                requests.Clear();
                known.Clear();
                _isBroken = false;
                return false;
            }

            if (known.Count > MostBlocks)
            {
                return false;
            }

            foreach (var block in blocks)
            {
                known[block.Digest] = block;
            }

            requests.Enqueue(request);
            if (requests.Count > MostRequests)
            {
                requests.Dequeue();
            }

            return true;
        }
    }

    /// <summary>All that waits; <see cref="Done"/> or <see cref="Lost"/> follows, until when the batch is the caller's. Null when nothing does.</summary>
    public RecordingBatch? Take()
    {
        lock (_lock)
        {
            if (_waiting.Requests.Count == 0)
            {
                return null;
            }

            (_waiting, _taken, _isTaken) = (_taken, _waiting, true);
            return new RecordingBatch(_taken.Requests, _taken.Blocks.Values);
        }
    }

    /// <summary>What was taken is in the database.</summary>
    public void Done() => Forget(isLost: false);

    /// <summary>What was taken never will be.</summary>
    public void Lost() => Forget(isLost: true);

    private void Forget(bool isLost)
    {
        lock (_lock)
        {
            _taken.Requests.Clear();
            _taken.Blocks.Clear();
            (_isTaken, _isBroken) = (false, _isBroken || isLost);
        }
    }
}

/// <summary>What is recorded at once.</summary>
/// <param name="Requests">In the order of their decisions.</param>
/// <param name="Blocks">Of their prompts, those that are new, better counted, or were not given for long.</param>
internal sealed record RecordingBatch(IReadOnlyCollection<RecordedRequest> Requests, IReadOnlyCollection<RecordedBlock> Blocks);
