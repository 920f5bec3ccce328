using Warmpath.Cli;

namespace Warmpath.Tests.Cli;

public class PrivateFileTests
{
    [Fact]
    public void No_file_that_is_kept_is_replaced_by_another_of_the_same_second()
    {
        using var terminal = new TestTerminal();
        var path = Path.Combine(terminal.Home, "file");
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Null(PrivateFile.Replace(path, "1"u8, now));
        var kept = Enumerable.Range(2, 3).Select(number => PrivateFile.Replace(path, System.Text.Encoding.UTF8.GetBytes($"{number}"), now)!).ToList();

        Assert.Equal([path + ".20260101T000000.backup", path + ".20260101T000000-2.backup", path + ".20260101T000000-3.backup"], kept);
        Assert.Equal(["1", "2", "3"], kept.Select(File.ReadAllText));
        Assert.Equal("4", File.ReadAllText(path));
    }

    [Fact]
    public void A_draft_that_cannot_take_its_place_does_not_stay()
    {
        using var terminal = new TestTerminal();
        var path = Path.Combine(terminal.Home, "folder");
        Directory.CreateDirectory(path);

        Assert.Throws<IOException>(() => PrivateFile.Write(path, "x"u8));
        Assert.Throws<IOException>(() => PrivateFile.Check(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(terminal.Home));
    }
}
