namespace Warmpath.Mock.Batches;

internal enum BatchStatus
{
    InProgress,
    Canceling,
    Ended,
}
