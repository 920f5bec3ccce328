using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Warmpath.Storage.Schema;

/// <summary>Turns a database's refusal into a sentence for a person. SQLite's own texts name tables and columns, never values.</summary>
internal static class StoreTrouble
{
    // Result codes: https://sqlite.org/rescode.html
    private const int Busy = 5, Locked = 6, ReadOnly = 8, InputOutput = 10, Corrupt = 11, Full = 13, CannotOpen = 14, TooBig = 18, Constraint = 19,
        Mismatch = 20, NotADatabase = 26;

    public static bool IsTrouble(Exception exception) => exception is DbException;

    /// <summary>True when the row itself is refused, so that trying again cannot help.</summary>
    public static bool IsRowsOwn(Exception exception) =>
        exception is not DbException || exception is SqliteException { SqliteErrorCode: TooBig or Constraint or Mismatch };

    /// <summary>True when the database refuses to be written, and may still be read.</summary>
    public static bool IsOfWriting(Exception exception) => exception is SqliteException { SqliteErrorCode: ReadOnly or InputOutput or Full };

    public static StoreException Explain(Exception exception, string file)
    {
        var cure = (exception as SqliteException)?.SqliteErrorCode switch
        {
            Busy or Locked => "Another program holds it locked: end that one, or wait.",
            ReadOnly => "Make the file and its folder writable for this user.",
            Full => "Free some space on its disk.",
            InputOutput => "Check its disk, and whether it has become read-only.",
            Corrupt or NotADatabase => "It is damaged or no database of Warmpath: restore it from a backup, or move it away to start anew.",
            CannotOpen => "Check that the folder exists and that this user may read and write in it.",
            _ => "Nothing was changed.",
        };
        return new StoreException($"The database {file} cannot be used: {exception.Message} {cure}", exception);
    }
}
