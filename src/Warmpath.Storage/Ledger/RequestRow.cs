using System.ComponentModel.DataAnnotations.Schema;
using System.Text.Json;
using Warmpath.Routing;
using Warmpath.Routing.Misses;
using Warmpath.Routing.Warmth;

namespace Warmpath.Storage.Ledger;

/// <summary>A <see cref="LedgerRow"/> in the database: a column for everything that people filter or sum.</summary>
internal sealed class RequestRow
{
    /// <summary>Order of writing, and the cursor of pages. Never used twice, also after pruning.</summary>
    [DatabaseGenerated(DatabaseGeneratedOption.Identity)]
    public long Sequence { get; init; }

    public required string Id { get; init; }

    public required long At { get; init; }

    public required string Client { get; init; }

    public required string Kind { get; init; }

    public string? Model { get; init; }

    public required bool Stream { get; init; }

    public string? Session { get; init; }

    public string? Agent { get; init; }

    public string? Lineage { get; init; }

    public string? Key { get; init; }

    public string? KeyName { get; init; }

    public string? Organization { get; init; }

    public string? Workspace { get; init; }

    public required string Decision { get; init; }

    public string? Reason { get; init; }

    public string? RunnerUp { get; init; }

    public double? ExpectedCost { get; init; }

    public double? RunnerUpCost { get; init; }

    public int? ExpectedRead { get; init; }

    public int? ExpectedWrite5m { get; init; }

    public int? ExpectedWrite1h { get; init; }

    public int? ExpectedFresh { get; init; }

    /// <summary>JSON.</summary>
    public required string Attempts { get; init; }

    public required long WaitMilliseconds { get; init; }

    public required int Status { get; init; }

    /// <summary>Name of the <see cref="Ledger.EndState"/>.</summary>
    public required string EndState { get; init; }

    public string? ErrorType { get; init; }

    public long? Input { get; init; }

    public long? CacheWrite5m { get; init; }

    public long? CacheWrite1h { get; init; }

    public long? CacheRead { get; init; }

    public long? Output { get; init; }

    /// <summary>Name of the <see cref="MissCause"/>.</summary>
    public string? Miss { get; init; }

    public long? MissedTokens { get; init; }

    public required long CostNanodollars { get; init; }

    public long? FirstByteMilliseconds { get; init; }

    public required long DurationMilliseconds { get; init; }

    public required long RequestBytes { get; init; }

    public string? UpstreamRequestId { get; init; }

    public byte[]? Tip { get; init; }

    public byte[]? Touches { get; init; }

    public static RequestRow From(LedgerRow row) => new()
    {
        Id = row.Id,
        At = row.At.ToUnixTimeMilliseconds(),
        Client = row.Client,
        Kind = row.Kind,
        Model = row.Model,
        Stream = row.Stream,
        Session = row.Session,
        Agent = row.Agent,
        Lineage = row.Lineage,
        Key = row.Key,
        KeyName = row.KeyName,
        Organization = row.Organization,
        Workspace = row.Workspace,
        Decision = row.Decision,
        Reason = row.Reason,
        RunnerUp = row.RunnerUp,
        ExpectedCost = Finite(row.ExpectedCost),
        RunnerUpCost = Finite(row.RunnerUpCost),
        ExpectedRead = row.Expected?.Read,
        ExpectedWrite5m = row.Expected?.Write5m,
        ExpectedWrite1h = row.Expected?.Write1h,
        ExpectedFresh = row.Expected?.Fresh,
        Attempts = JsonSerializer.Serialize(row.Attempts, AttemptsJson.Default.IReadOnlyListLedgerAttempt),
        WaitMilliseconds = row.WaitMilliseconds,
        Status = row.Status,
        EndState = row.End.ToString(),
        ErrorType = row.ErrorType,
        Input = row.Usage?.Input,
        CacheWrite5m = row.Usage?.CacheWrite5m,
        CacheWrite1h = row.Usage?.CacheWrite1h,
        CacheRead = row.Usage?.CacheRead,
        Output = row.Usage?.Output,
        Miss = row.Miss?.Cause.ToString(),
        MissedTokens = row.Miss?.Tokens,
        CostNanodollars = row.CostNanodollars,
        FirstByteMilliseconds = row.FirstByteMilliseconds,
        DurationMilliseconds = row.DurationMilliseconds,
        RequestBytes = row.RequestBytes,
        UpstreamRequestId = row.UpstreamRequestId,
        Tip = row.Tip is { } tip ? WarmthBytes.OfDigest(tip) : null,
        Touches = row.Touches.Count > 0 ? WarmthBytes.OfTouches(row.Touches) : null,
    };

    public LedgerRow ToLedgerRow() => new()
    {
        Id = Id,
        At = DateTimeOffset.FromUnixTimeMilliseconds(At),
        Client = Client,
        Kind = Kind,
        Model = Model,
        Stream = Stream,
        Session = Session,
        Agent = Agent,
        Lineage = Lineage,
        Key = Key,
        KeyName = KeyName,
        Organization = Organization,
        Workspace = Workspace,
        Decision = Decision,
        Reason = Reason,
        RunnerUp = RunnerUp,
        ExpectedCost = ExpectedCost,
        RunnerUpCost = RunnerUpCost,
        Expected = ExpectedRead is { } read
            ? new TokenForecast(read, ExpectedWrite5m ?? 0, ExpectedWrite1h ?? 0, ExpectedFresh ?? 0)
            : null,
        Attempts = JsonSerializer.Deserialize(Attempts, AttemptsJson.Default.IReadOnlyListLedgerAttempt) ?? [],
        WaitMilliseconds = WaitMilliseconds,
        Status = Status,
        End = Enum.Parse<EndState>(EndState),
        ErrorType = ErrorType,
        Usage = Input is { } input ? new Usage(input, CacheWrite5m ?? 0, CacheWrite1h ?? 0, CacheRead ?? 0, Output ?? 0) : null,
        Miss = Miss is null ? null : new Miss(Enum.Parse<MissCause>(Miss), MissedTokens ?? 0),
        CostNanodollars = CostNanodollars,
        FirstByteMilliseconds = FirstByteMilliseconds,
        DurationMilliseconds = DurationMilliseconds,
        RequestBytes = RequestBytes,
        UpstreamRequestId = UpstreamRequestId,
        Tip = Tip is null ? null : WarmthBytes.ToDigest(Tip),
        Touches = Touches is null ? [] : WarmthBytes.ToTouches(Touches),
    };

    // SQLite knows no NaN, and no column should hold an infinite price: what was not comparable is absent.
    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
