namespace Warmpath.Demo;

/// <summary>Where a demo keeps its data: a folder of the person's choice, or one that goes with the demo.</summary>
internal sealed class DemoFolder : IDisposable
{
    private readonly bool _temporary;

    private DemoFolder(string path, bool temporary) => (Path, _temporary) = (path, temporary);

    public string Path { get; }

    public static DemoFolder Open(string? kept) => kept is null
        ? new DemoFolder(Directory.CreateTempSubdirectory("warmpath-demo-").FullName, temporary: true)
        : new DemoFolder(System.IO.Path.GetFullPath(kept), temporary: false);

    public void Dispose()
    {
        if (_temporary)
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
