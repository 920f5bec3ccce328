using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Warmpath.Routing;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Lineages;
using Warmpath.Routing.Warmth;
using Warmpath.Storage.Clients;
using Warmpath.Storage.Events;
using Warmpath.Storage.Keys;
using Warmpath.Storage.Ledger;
using Warmpath.Storage.MadeIds;
using Warmpath.Storage.Recordings;
using Warmpath.Storage.Schema;
using Warmpath.Storage.Secrets;
using Warmpath.Storage.Settings;

namespace Warmpath.Storage;

/// <summary>The durable side of the gateway: keys, clients, settings, events and the ledger. Thread-safe.</summary>
/// <remarks>
/// Times are kept to the millisecond. Every member but <see cref="WriteAsync"/> throws <see cref="StoreException"/> when the database refuses.
/// SQLite blocks whoever calls it, so all work with it is done on a thread of the pool: a caller may be on one that serves sockets.
/// </remarks>
public sealed class WarmpathStore : IAsyncDisposable
{
    private readonly StoreDatabase _database;
    private readonly IDisposable _presence;
    private readonly IDisposable? _claim;
    private readonly MasterKey _masterKey;
    private readonly SecretVault _vault;
    private readonly KeyTable _keys;
    private readonly ClientTable _clients;
    private readonly ValueTable _values;
    private readonly EventTable _events;
    private readonly MadeIdTable _madeIds;
    private readonly Checkpoints _checkpoints;
    private readonly LedgerWriter _writer;
    private readonly LedgerReader _reader;
    private readonly CounterfactualTable _counterfactuals;
    private readonly RecordingTable _recordings;
    private int _disposed;

    private WarmpathStore(DataFolder folder, StoreDatabase database, IDisposable presence, IDisposable? claim, MasterKey masterKey, TimeProvider time, ILoggerFactory loggers)
    {
        (_database, _presence, _claim) = (database, presence, claim);
        _masterKey = masterKey;
        _vault = new(masterKey, database);
        _keys = new(database, _vault);
        _clients = new(database);
        _values = new(database);
        _events = new(database);
        _madeIds = new(database);
        _reader = new(database);
        _counterfactuals = new(database);
        _recordings = new(database);
        _checkpoints = new(database, time);
        _writer = new(
            new LedgerCommit(database.Connect(Durability.Kill)), database.File, new RowFile(folder), time, loggers.CreateLogger<WarmpathStore>(),
            committed: _checkpoints.Written);
    }

    /// <inheritdoc cref="OpenAsync(StoreOptions, TimeProvider, ILoggerFactory, CancellationToken)"/>
    public static Task<WarmpathStore> OpenAsync(StoreOptions options, TimeProvider time, CancellationToken cancellationToken) =>
        OpenAsync(options, time, NullLoggerFactory.Instance, cancellationToken);

    /// <summary>Opens the store, creating folder, master key and schema as needed. Several programs may have it open at once.</summary>
    /// <exception cref="StoreException">It cannot be used; the message says what is wrong and what to do.</exception>
    public static async Task<WarmpathStore> OpenAsync(
        StoreOptions options, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var folder = new DataFolder(options.DataFolder);
        folder.Create();
        using (await folder.LockAsync(cancellationToken))
        {
            var database = new StoreDatabase(folder.DatabaseFile);
            var (presence, alone) = folder.Enter();
            IDisposable? claim = null;
            try
            {
                claim = options.Serves ? folder.Claim() : null;
                SchemaUpdate.Apply(database, cancellationToken);
                var masterKey = new MasterKeyLoading(options, folder, database).Load(cancellationToken);
                if (alone)
                {
                    Settle(folder, database, loggers.CreateLogger<WarmpathStore>());
                }

                return new(folder, database, presence, claim, masterKey, time, loggers);
            }
            catch (Exception e)
            {
                claim?.Dispose();
                presence.Dispose();
                database.Dispose();
                if (StoreTrouble.IsTrouble(e))
                {
                    throw StoreTrouble.Explain(e, folder.DatabaseFile);
                }

                throw;
            }
        }
    }

    /// <summary>Lets an application keep its Data Protection keys (of cookies, of forms) in the store among its services, sealed by the master key.</summary>
    /// <remarks>The store must live as long as the application.</remarks>
    public static void ProtectDataOf(IServiceCollection services) => SecretVault.AddKeyRing(services, provider =>
    {
        var store = provider.GetRequiredService<WarmpathStore>();
        return (store._masterKey, store._database);
    });

    // Keys. Every change is durable when the task completes.

    /// <summary>In the order of their making.</summary>
    public Task<IReadOnlyList<StoredKey>> ListKeysAsync(CancellationToken cancellationToken) =>
        Task.Run(() => _keys.List(cancellationToken), cancellationToken);

    public Task AddKeyAsync(StoredKey key, CancellationToken cancellationToken) => Task.Run(() => _keys.Add(key), cancellationToken);

    /// <returns>False when there is no such key.</returns>
    public Task<bool> UpdateKeyAsync(StoredKey key, CancellationToken cancellationToken) =>
        Task.Run(() => _keys.Update(key), cancellationToken);

    public Task<bool> RemoveKeyAsync(string id, CancellationToken cancellationToken) => Task.Run(() => _keys.Remove(id), cancellationToken);

    // Clients.

    /// <summary>In the order of their making.</summary>
    public Task<IReadOnlyList<StoredClient>> ListClientsAsync(CancellationToken cancellationToken) =>
        Task.Run(() => _clients.List(cancellationToken), cancellationToken);

    public Task AddClientAsync(StoredClient client, CancellationToken cancellationToken) =>
        Task.Run(() => _clients.Add(client), cancellationToken);

    public Task<bool> UpdateClientAsync(StoredClient client, CancellationToken cancellationToken) =>
        Task.Run(() => _clients.Update(client), cancellationToken);

    public Task<bool> RemoveClientAsync(string id, CancellationToken cancellationToken) => Task.Run(() => _clients.Remove(id), cancellationToken);

    // Settings: one JSON document each.
    public Task<GatewaySettings> GetSettingsAsync(CancellationToken cancellationToken) =>
        Task.Run(() => _values.GetSettings(cancellationToken), cancellationToken);

    public Task SetSettingsAsync(GatewaySettings settings, CancellationToken cancellationToken) =>
        Task.Run(() => _values.SetSettings(settings), cancellationToken);

    /// <summary>A named value of the gateway's own, such as the admin token's hash or the catalogue's overlay; null when never set.</summary>
    public Task<byte[]?> GetValueAsync(string name, CancellationToken cancellationToken) =>
        Task.Run(() => _values.Get(name, cancellationToken), cancellationToken);

    /// <param name="name">Any but those that begin with <c>store:</c>, which are the store's own.</param>
    /// <param name="value">Null removes it.</param>
    public Task SetValueAsync(string name, byte[]? value, CancellationToken cancellationToken) => name.StartsWith(ValueTable.OwnPrefix, StringComparison.Ordinal)
        ? throw new ArgumentException($"Names with {ValueTable.OwnPrefix} are the store's own.", nameof(name))
        : Task.Run(() => _values.Set(name, value), cancellationToken);

    // Events.

    /// <summary>Its id is given by the store.</summary>
    public Task AddEventAsync(StoredEvent happened, CancellationToken cancellationToken) =>
        Task.Run(() => _events.Add(happened), cancellationToken);

    /// <summary>Newest first.</summary>
    /// <param name="after">Id of the last one of the page before; null for the newest.</param>
    /// <param name="kinds">Only these; null or empty: all.</param>
    public Task<IReadOnlyList<StoredEvent>> ListEventsAsync(
        long? after, int limit, CancellationToken cancellationToken, IReadOnlyCollection<string>? kinds = null) =>
        Task.Run(() => _events.ListAsync(after, limit, kinds ?? [], cancellationToken), cancellationToken);

    // Ids of batches, files and their like, each of which one workspace made.

    /// <summary>Outlives the process when the task completes. An id that is known already keeps its maker.</summary>
    public Task AddMadeIdAsync(MadeId made, CancellationToken cancellationToken) => Task.Run(() => _madeIds.Add(made), cancellationToken);

    /// <returns>Null when nobody knows who made it.</returns>
    public Task<Maker?> FindMakerAsync(string id, CancellationToken cancellationToken) =>
        Task.Run(() => _madeIds.Find(id, cancellationToken), cancellationToken);

    /// <summary>Whether any id is known.</summary>
    public Task<bool> HasMadeIdsAsync(CancellationToken cancellationToken) => Task.Run(() => _madeIds.Any(cancellationToken), cancellationToken);

    // The ledger.

    /// <summary>Keeps the row; the task completes, mostly at once, when a kill of the process cannot take it any more. The database gets it a moment later.</summary>
    /// <returns>True once the row is durable; false when it is lost: see <see cref="LedgerHealth.Dropped"/>, or the store is closed.</returns>
    /// <remarks>
    /// Never throws for the store's troubles: a row that cannot be written yet is kept in memory, bounded, and tried again, so the task may
    /// take as long as the trouble where no file takes it either. A row whose id is known already is not written again.
    /// </remarks>
    public Task<bool> WriteAsync(LedgerRow row) => _writer.WriteAsync(row);

    /// <summary>Notes how far a request has come, so that a kill of the process does not lose it. Returns at once.</summary>
    /// <remarks>
    /// Takes the place of an earlier note on the same request; the row that is written in the end takes the place of all. A note is in the
    /// database a third of a second later, if the request has not ended within a tenth. The next start on the same data, when no other program
    /// has the store open, makes a row of each that was left, with the end <see cref="EndState.Interrupted"/>.
    /// </remarks>
    public void Note(LedgerRow row) => _writer.Note(row);

    /// <summary>The database refuses to be written just now: what is written waits in memory.</summary>
    public bool IsLedgerFailing => _writer.IsFailing;

    /// <summary>How the writing of the ledger fares; cheap.</summary>
    public LedgerHealth LedgerHealth => _writer.Health;

    /// <exception cref="ArgumentOutOfRangeException">The limit is not 1 to 1,000.</exception>
    public Task<LedgerPage> QueryAsync(LedgerQuery query, CancellationToken cancellationToken) =>
        ReadAsync(reader => reader.QueryAsync(query, cancellationToken), cancellationToken);

    public Task<LedgerRow?> FindRequestAsync(string id, CancellationToken cancellationToken) =>
        ReadAsync(reader => reader.FindAsync(id, cancellationToken), cancellationToken);

    /// <summary>Lineages, the last served first. <paramref name="session"/> null: of all sessions.</summary>
    /// <param name="before"><see cref="LineageSummary.LastAt"/> of the last one of the page before.</param>
    /// <param name="limit">A page may hold a few more: those that share the last one's millisecond are not divided between pages.</param>
    public Task<IReadOnlyList<LineageSummary>> ListLineagesAsync(string? session, DateTimeOffset? before, int limit, CancellationToken cancellationToken) =>
        ReadAsync(reader => reader.ListLineagesAsync(session, before, limit, cancellationToken), cancellationToken);

    /// <summary>Lineages served in a span of time, with their requests: what the picture of sessions shows.</summary>
    /// <param name="session">Null: of all sessions.</param>
    public Task<Lanes> ReadLanesAsync(
        DateTimeOffset from, DateTimeOffset to, string? session, int mostLineages, int mostRequests, CancellationToken cancellationToken) =>
        ReadAsync(_ => new LaneReader(_database).ReadAsync(from, to, session, mostLineages, mostRequests, cancellationToken), cancellationToken);

    /// <summary>What each client spent on each day (UTC) of all whole hours that [<paramref name="from"/>, <paramref name="to"/>) touches, in no order.</summary>
    public Task<IReadOnlyList<DaySpending>> ListSpendingAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        ReadAsync(reader => Task.FromResult(reader.ListSpending(from, to, cancellationToken)), cancellationToken);

    /// <summary>The totals of the same hours by hour and key, oldest first. As quick over a million rows as over ten.</summary>
    public Task<IReadOnlyList<KeyHourTotals>> ListKeyHoursAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        ReadAsync(reader => reader.ListKeyHoursAsync(from, to, cancellationToken), cancellationToken);

    /// <summary>The sums of the requests that arrived in [<paramref name="from"/>, <paramref name="to"/>) by minute and key, in no order.</summary>
    /// <param name="most">How many requests, the latest.</param>
    public Task<IReadOnlyList<KeyMinuteTotals>> ListKeyMinutesAsync(DateTimeOffset from, DateTimeOffset to, int most, CancellationToken cancellationToken) =>
        ReadAsync(reader => Task.FromResult(reader.ListKeyMinutes(from, to, most, cancellationToken)), cancellationToken);

    // The counterfactual: what the same requests would have come to under other ways of routing.

    /// <summary>Adds to the sums that are there: all of them or none.</summary>
    public Task AddCounterfactualAsync(IReadOnlyCollection<CounterfactualHour> hours, CancellationToken cancellationToken) =>
        Task.Run(() => _counterfactuals.Add(hours), cancellationToken);

    /// <summary>All whole hours (UTC) that [<paramref name="from"/>, <paramref name="to"/>) touches, oldest first: one entry per hour and way.</summary>
    public Task<IReadOnlyList<CounterfactualHour>> ListCounterfactualAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Task.Run(() => _counterfactuals.ListAsync(from, to, cancellationToken), cancellationToken);

    // The recording: the shape of the traffic, for replay.

    /// <summary>Whether the database keeps up with what is recorded. Where it does not, a request that is not recorded costs the recording nothing but itself.</summary>
    public bool HasRoomToRecord => _writer.HasRoomToRecord;

    /// <summary>Records an answered request. Returns at once; it is in the database a third of a second later, and lost when the process is killed before.</summary>
    /// <param name="blocks">Of its prompt, those that are new, better counted, or were not given for a day.</param>
    /// <returns>False when there is no room, or blocks given before are lost: it is not recorded, and of what comes next all blocks have to be given again.</returns>
    public bool Record(RecordedRequest request, IReadOnlyCollection<RecordedBlock> blocks) => _writer.Record(request, blocks);

    /// <summary>Requests that arrived in [<paramref name="from"/>, <paramref name="to"/>), in the order of arrival, each with its prompt's blocks from the first on.</summary>
    /// <param name="through">What <see cref="LastRecordingAsync"/> said: two readings with the same number see the same requests.</param>
    public Task ReadRecordingAsync(
        DateTimeOffset from, DateTimeOffset to, long through, Func<RecordedRequest, IReadOnlyList<RecordedBlock>, Task> read, CancellationToken cancellationToken) =>
        ReadAsync(_ => _recordings.ReadAsync(from, to, through, read, cancellationToken), cancellationToken);

    /// <summary>Of the requests that arrived in [<paramref name="from"/>, <paramref name="to"/>) the last ones, in the order of arrival, each with its prompt.</summary>
    /// <param name="most">How many, or a few more that came within one millisecond.</param>
    public Task ReadLastRecordingAsync(
        DateTimeOffset from, DateTimeOffset to, int most, Func<RecordedRequest, IReadOnlyList<RecordedBlock>, Task> read, CancellationToken cancellationToken) =>
        ReadAsync(_ => _recordings.ReadLastAsync(from, to, most, read, cancellationToken), cancellationToken);

    /// <summary>How far the recording goes now: what is recorded later has a higher number. 0 while it is empty.</summary>
    public Task<long> LastRecordingAsync(CancellationToken cancellationToken) =>
        ReadAsync(_ => Task.FromResult(_recordings.Last(cancellationToken)), cancellationToken);

    /// <summary>Forgets what was recorded of requests that arrived before the moment.</summary>
    public Task PruneRecordingAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        Task.Run(() => _recordings.PruneAsync(before, cancellationToken), cancellationToken);

    /// <summary>Deletes what is older than the given moment: requests, lineages not served since, events, ids of what the provider kept no longer, and hours, which stay a month longer where budgets are reckoned from them.</summary>
    /// <returns>How many requests.</returns>
    public Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        ReadAsync(_ => new Retention(_database).PruneAsync(before, cancellationToken), cancellationToken);

    /// <summary>Homes of the last day and cache entries of the last hour, oldest first, for <c>Router.Restore</c>; at most 20,000 requests' worth.</summary>
    public Task<(IReadOnlyList<LineageRecord> Lineages, IReadOnlyList<(KeyId Key, WarmTouch Touch)> Warmth)> ReadRoutingStateAsync(
        DateTimeOffset now, CancellationToken cancellationToken) =>
        ReadAsync(_ => Task.FromResult(new RoutingStateReader(_database).Read(now, cancellationToken)), cancellationToken);

    /// <summary>Writes what is queued of the ledger, for at most 10 s, and closes the database.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _writer.DisposeAsync();
        await _checkpoints.DisposeAsync();
        _vault.Dispose();
        _database.Dispose();
        _presence.Dispose();
        _claim?.Dispose();
    }

    private static void Settle(DataFolder folder, StoreDatabase database, ILogger logger)
    {
        try
        {
            var (kept, read) = Kept(folder, logger);
            using var commit = new LedgerCommit(database.Connect(Durability.PowerCut));
            // What was under way may have ended in a file that could not be read: it waits for the start that can.
            var (settled, unreadable) = commit.Settle([.. kept.OfType<LedgerRow>()], withOpen: read.Count == folder.RowFiles.Count);
            read.ForEach(File.Delete);
            unreadable += kept.Count(row => row is null);
            if (settled + unreadable > 0)
            {
                logger.RequestsWereInterrupted(settled, unreadable);
            }
        }
        catch (Exception trouble) when (StoreTrouble.IsOfWriting(trouble))
        {
            logger.InterruptedNotSettled(StoreTrouble.Explain(trouble, database.File).Message); // serving does not need it
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            logger.InterruptedNotSettled(trouble.Message); // nor that they are gone: the database knows what they hold
        }
    }

    /// <returns>The rows of all files that can be read, null for one that is damaged, and these files.</returns>
    private static (List<LedgerRow?> Rows, List<string> Files) Kept(DataFolder folder, ILogger logger)
    {
        var (rows, files) = (new List<LedgerRow?>(), new List<string>());
        foreach (var file in folder.RowFiles)
        {
            try
            {
                rows.AddRange(RowRecords.Read(File.ReadAllBytes(file)));
                files.Add(file);
            }
            catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
            {
                logger.InterruptedNotSettled(trouble.Message);
            }
        }

        return (rows, files);
    }

    /// <summary>Who reads ledger or recording sees all that this store has written before.</summary>
    private async Task<T> ReadAsync<T>(Func<LedgerReader, Task<T>> read, CancellationToken cancellationToken)
    {
        await _writer.FlushAsync(cancellationToken);
        return await Task.Run(() => read(_reader), cancellationToken);
    }

    /// <inheritdoc cref="ReadAsync{T}"/>
    private async Task ReadAsync(Func<LedgerReader, Task> read, CancellationToken cancellationToken)
    {
        await _writer.FlushAsync(cancellationToken);
        await Task.Run(() => read(_reader), cancellationToken);
    }
}
