namespace Warmpath.Cli;

/// <summary>Files with secrets in them: readable by their owner alone, and never half written.</summary>
internal static class PrivateFile
{
    /// <summary>Replaces the file as a whole; through a symbolic link, what it points at.</summary>
    /// <exception cref="IOException">The disk refuses; the file is as it was.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var target = new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : path;
        var draft = $"{target}.{Environment.ProcessId}.new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var file = new FileStream(draft, options))
            {
                file.Write(content);
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
