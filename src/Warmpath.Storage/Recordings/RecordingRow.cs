using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.Data.Sqlite;
using Warmpath.Routing.Outlines;
using Warmpath.Storage.Ledger;

namespace Warmpath.Storage.Recordings;

/// <summary>A <see cref="RecordedRequest"/> in the database.</summary>
internal sealed class RecordingRow
{
    private const int MarkerSize = 17;
    private const byte MadeHour = 2;

    /// <summary>Order of decisions among those of one millisecond.</summary>
    [DatabaseGenerated(DatabaseGeneratedOption.Identity)]
    public long Sequence { get; init; }

    public required string Id { get; init; }

    public required string Client { get; init; }

    public required string Session { get; init; }

    public string? Agent { get; init; }

    public string? ParentAgent { get; init; }

    public required string Lineage { get; init; }

    public required string Model { get; init; }

    public required long ArrivedAt { get; init; }

    public required long SentAt { get; init; }

    /// <summary>Null in rows of versions that did not keep it.</summary>
    public long? BeganAt { get; init; }

    public required long EndedAt { get; init; }

    public required string Key { get; init; }

    public required byte[] Tip { get; init; }

    /// <summary>For each its digest (16) and its lifetime (1; bit 1 set: made an hour by the gateway).</summary>
    public required byte[] Markers { get; init; }

    public required long OutputTokens { get; init; }

    public static RecordingRow From(RecordedRequest request) => new()
    {
        Id = request.Id,
        Client = request.Client,
        Session = request.Session,
        Agent = request.Agent,
        ParentAgent = request.ParentAgent,
        Lineage = request.Lineage,
        Model = request.Model,
        ArrivedAt = request.ArrivedAt.ToUnixTimeMilliseconds(),
        SentAt = request.SentAt.ToUnixTimeMilliseconds(),
        BeganAt = request.BeganAt?.ToUnixTimeMilliseconds(),
        EndedAt = request.EndedAt.ToUnixTimeMilliseconds(),
        Key = request.Key,
        Tip = WarmthBytes.OfDigest(request.Tip),
        Markers = MarkersOf(request),
        OutputTokens = request.OutputTokens,
    };

    /// <param name="row">The columns in the order of the properties, without the sequence.</param>
    public static RecordingRow Read(SqliteDataReader row) => new()
    {
        Id = row.GetString(0),
        Client = row.GetString(1),
        Session = row.GetString(2),
        Agent = row.IsDBNull(3) ? null : row.GetString(3),
        ParentAgent = row.IsDBNull(4) ? null : row.GetString(4),
        Lineage = row.GetString(5),
        Model = row.GetString(6),
        ArrivedAt = row.GetInt64(7),
        SentAt = row.GetInt64(8),
        BeganAt = row.IsDBNull(9) ? null : row.GetInt64(9),
        EndedAt = row.GetInt64(10),
        Key = row.GetString(11),
        Tip = row.GetFieldValue<byte[]>(12),
        Markers = row.GetFieldValue<byte[]>(13),
        OutputTokens = row.GetInt64(14),
    };

    public RecordedRequest ToRequest()
    {
        var markers = Markers.Chunk(MarkerSize)
            .Select(marker => (Digest: WarmthBytes.ToDigest(marker.AsSpan(0, MarkerSize - 1)), Flags: marker[MarkerSize - 1])).ToList();
        return new()
        {
            Id = Id,
            Client = Client,
            Session = Session,
            Agent = Agent,
            ParentAgent = ParentAgent,
            Lineage = Lineage,
            Model = Model,
            ArrivedAt = DateTimeOffset.FromUnixTimeMilliseconds(ArrivedAt),
            SentAt = DateTimeOffset.FromUnixTimeMilliseconds(SentAt),
            BeganAt = BeganAt is { } began ? DateTimeOffset.FromUnixTimeMilliseconds(began) : null,
            EndedAt = DateTimeOffset.FromUnixTimeMilliseconds(EndedAt),
            Key = Key,
            Tip = WarmthBytes.ToDigest(Tip),
            Markers = markers.ConvertAll(marker => (marker.Digest, (CacheLifetime)(marker.Flags & ~MadeHour))),
            HourMarkers = [.. markers.Where(marker => (marker.Flags & MadeHour) != 0).Select(marker => marker.Digest)],
            OutputTokens = OutputTokens,
        };
    }

    private static byte[] MarkersOf(RecordedRequest request)
    {
        var bytes = new byte[request.Markers.Count * MarkerSize];
        var rest = bytes.AsSpan();
        foreach (var (digest, lifetime) in request.Markers)
        {
            WarmthBytes.WriteDigest(rest, digest);
            rest[MarkerSize - 1] = (byte)((byte)lifetime | (request.HourMarkers.Contains(digest) ? MadeHour : 0));
            rest = rest[MarkerSize..];
        }

        return bytes;
    }
}
