namespace Warmpath.Cli;

/// <summary>Files with secrets in them: readable by their owner alone, and never half written.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Replaces the file as a whole; through a symbolic link, what it points at.</summary>
    /// <exception cref="IOException">The disk refuses; the file is as it was.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content) => Write(Target(path), content, OwnerOnly);

    /// <summary>Replaces a file of somebody else's as a whole, and keeps the one before beside it.</summary>
    /// <param name="keepMode">The file stays readable for whom it was: there is no secret in it.</param>
    /// <returns>Where the file before is kept; null when there was none.</returns>
    /// <exception cref="IOException">The disk refuses; the file is as it was.</exception>
    public static string? Replace(string path, ReadOnlySpan<byte> content, DateTimeOffset now, bool keepMode = false)
    {
        var target = Target(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (!File.Exists(target))
        {
            Write(target, content, OwnerOnly);
            return null;
        }

        var backup = $"{path}.{now.UtcDateTime:yyyyMMdd'T'HHmmss}.backup";
        Write(backup, File.ReadAllBytes(target));
        Write(target, content, keepMode && !OperatingSystem.IsWindows() ? File.GetUnixFileMode(target) : OwnerOnly);
        return backup;
    }

    private static string Target(string path) =>
        new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : path;

    private static void Write(string target, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        var draft = $"{target}.{Environment.ProcessId}.new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        try
        {
            using (var file = new FileStream(draft, options))
            {
                file.Write(content);
            }

            if (!OperatingSystem.IsWindows() && mode != OwnerOnly)
            {
                File.SetUnixFileMode(draft, mode);
            }

            File.Move(draft, target, overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(draft); // no matter whether it is there
            throw;
        }
    }
}
