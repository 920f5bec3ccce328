namespace Warmpath.Cli;

/// <summary>Files with secrets in them: readable by their owner alone, and never half written.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Replaces the file as a whole; through a symbolic link, what it points at.</summary>
    /// <exception cref="IOException">The disk refuses; the file is as it was.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content) => Write(Target(path), content, OwnerOnly);

    /// <summary>Finds out whether the file could be replaced and the one before kept beside it, without touching it; makes the folder where it is missing.</summary>
    /// <exception cref="IOException">It could not.</exception>
    /// <exception cref="UnauthorizedAccessException">It could not.</exception>
    public static void Check(string path)
    {
        var target = Target(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (Directory.Exists(target))
        {
            throw new IOException($"{target} is a folder.");
        }

        foreach (var place in (string[])[target, path]) // through a link they are in different folders
        {
            var draft = Draft(place);
            using (OpenDraft(draft))
            {
            }

            File.Delete(draft);
        }
    }

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

        var stamped = $"{path}.{now.UtcDateTime:yyyyMMdd'T'HHmmss}";
        var backup = $"{stamped}.backup";
        for (var number = 2; Path.Exists(backup); number++)
        {
            backup = $"{stamped}-{number}.backup";
        }

        Write(backup, File.ReadAllBytes(target), OwnerOnly, overwrite: false);
        Write(target, content, keepMode && !OperatingSystem.IsWindows() ? File.GetUnixFileMode(target) : OwnerOnly);
        return backup;
    }

    private static string Target(string path) =>
        new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : path;

    private static string Draft(string target) => $"{target}.{Environment.ProcessId}.new";

    private static FileStream OpenDraft(string draft)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(draft, options);
    }

    private static void Write(string target, ReadOnlySpan<byte> content, UnixFileMode mode, bool overwrite = true)
    {
        var draft = Draft(target);
        try
        {
            using (var file = OpenDraft(draft))
            {
                file.Write(content);
            }

            if (!OperatingSystem.IsWindows() && mode != OwnerOnly)
            {
                File.SetUnixFileMode(draft, mode);
            }

            File.Move(draft, target, overwrite);
        }
        catch
        {
            if (File.Exists(draft)) // not where the folder is missing: what Delete throws would hide what happened
            {
                File.Delete(draft);
            }

            throw;
        }
    }
}
