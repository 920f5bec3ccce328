using System.Text;
using SQLitePCL;

namespace Warmpath.Storage.Ledger;

/// <summary>Hands text to SQLite, which copies it, without an array for each.</summary>
internal static class SqliteText
{
    private const int Longest = 1024;

    /// <returns>SQLite's result code.</returns>
    public static int Bind(sqlite3_stmt statement, int place, string? text)
    {
        if (text is null)
        {
            return raw.sqlite3_bind_null(statement, place);
        }

        if (text.Length == 0 || text.Length > Longest / 3) // three bytes are the most that one character takes
        {
            return raw.sqlite3_bind_text(statement, place, text);
        }

        Span<byte> bytes = stackalloc byte[Longest];
        return raw.sqlite3_bind_text(statement, place, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }
}
