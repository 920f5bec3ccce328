namespace Warmpath.Storage;

/// <summary>The store cannot be used; the message is for a person and says what to do.</summary>
public sealed class StoreException(string message, Exception? inner = null) : Exception(message, inner);
