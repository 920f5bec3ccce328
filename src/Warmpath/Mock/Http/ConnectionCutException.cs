namespace Warmpath.Mock.Http;

/// <summary>Makes the server close a connection in the middle of an answer.</summary>
internal sealed class ConnectionCutException : Exception
{
    public ConnectionCutException()
        : base("A fault of the mock provider cuts this answer.")
    {
    }

    public ConnectionCutException(string message)
        : base(message)
    {
    }

    public ConnectionCutException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
