namespace Warmpath.Mock.Batches;

/// <summary>How a request of a batch ends. None expires: the mock's batches end long before their day is over.</summary>
internal enum BatchOutcome
{
    Succeeded,
    Errored,
    Canceled,
}
