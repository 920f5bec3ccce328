using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text.Json;

namespace Warmpath.Storage.Ledger;

/// <summary>Rows as bytes: for each the count of its bytes (4), their XxHash3 (8), and the row as JSON. Numbers are little-endian. Not thread-safe.</summary>
internal sealed class RowRecords : IDisposable
{
    private const int HeadBytes = sizeof(int) + sizeof(ulong);

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly ArrayBufferWriter<byte> _row = new();
    private readonly Utf8JsonWriter _json;

    public RowRecords() => _json = new(_row);

    /// <summary>What was added since the last <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    public void Add(RequestRow row)
    {
        _row.ResetWrittenCount();
        _json.Reset();
        JsonSerializer.Serialize(_json, row, RowJson.Default.RequestRow);
        _json.Flush();
        var head = _bytes.GetSpan(HeadBytes);
        BinaryPrimitives.WriteInt32LittleEndian(head, _row.WrittenCount);
        BinaryPrimitives.WriteUInt64LittleEndian(head[sizeof(int)..], XxHash3.HashToUInt64(_row.WrittenSpan));
        _bytes.Advance(HeadBytes);
        _bytes.Write(_row.WrittenSpan);
    }

    public void Clear() => _bytes.ResetWrittenCount();

    /// <summary>The rows of a file, up to one that is not whole: the last of a process that was killed while it wrote.</summary>
    /// <returns>Null for one that is whole and that this version cannot read.</returns>
    public static IReadOnlyList<LedgerRow?> Read(ReadOnlySpan<byte> bytes)
    {
        var rows = new List<LedgerRow?>();
        while (bytes.Length > HeadBytes)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
            var hash = BinaryPrimitives.ReadUInt64LittleEndian(bytes[sizeof(int)..]);
            bytes = bytes[HeadBytes..];
            if (length <= 0 || length > bytes.Length || XxHash3.HashToUInt64(bytes[..length]) != hash)
            {
                break;
            }

            rows.Add(RowJson.Read(bytes[..length]));
            bytes = bytes[length..];
        }

        return rows;
    }

    public void Dispose() => _json.Dispose();
}
