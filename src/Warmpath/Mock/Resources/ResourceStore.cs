namespace Warmpath.Mock.Resources;

/// <summary>What the workspaces have made, of one kind. To each there is nothing but its own (providers.md 4).</summary>
/// <remarks>
/// Holds the newest <paramref name="capacity"/> of all workspaces together, and of these no more than <paramref name="maximumBytes"/>.
/// Beyond either the oldest are gone, as if somebody had deleted them. Safe for several threads.
/// </remarks>
internal sealed class ResourceStore<T>(int capacity, long maximumBytes)
    where T : class, IResource
{
    private readonly LinkedList<(string Workspace, T Resource)> _newestFirst = [];
    private readonly Dictionary<string, LinkedListNode<(string Workspace, T Resource)>> _byId = [];
    private readonly Lock _lock = new();
    private long _bytes;

    /// <param name="workspaceId">As in the header <c>anthropic-workspace-id</c>, which is of one organization alone.</param>
    public void Add(string workspaceId, T resource)
    {
        lock (_lock)
        {
            _byId.Add(resource.Id, _newestFirst.AddFirst((workspaceId, resource)));
            _bytes += resource.Bytes;
            while (_byId.Count > capacity || _bytes > maximumBytes)
            {
                Remove_NeedsLock(_newestFirst.Last!); // as long as there are bytes or ids, there is something that has them
            }
        }
    }

    /// <returns>Null when this workspace has none of that id, whoever else has.</returns>
    public T? Find(string workspaceId, string id)
    {
        lock (_lock)
        {
            return NodeOf_NeedsLock(workspaceId, id)?.Value.Resource;
        }
    }

    /// <returns>All of a workspace, newest first.</returns>
    public T[] List(string workspaceId)
    {
        lock (_lock)
        {
            return [.. _newestFirst.Where(each => each.Workspace == workspaceId).Select(each => each.Resource)];
        }
    }

    /// <returns>What it has become; null when this workspace has none of that id.</returns>
    public T? Change(string workspaceId, string id, Func<T, T> change)
    {
        lock (_lock)
        {
            if (NodeOf_NeedsLock(workspaceId, id) is not { } node)
            {
                return null;
            }

            var changed = change(node.Value.Resource);
            _bytes += changed.Bytes - node.Value.Resource.Bytes;
            node.Value = (workspaceId, changed);
            return changed;
        }
    }

    /// <returns>Whether this workspace had it.</returns>
    public bool Remove(string workspaceId, string id)
    {
        lock (_lock)
        {
            if (NodeOf_NeedsLock(workspaceId, id) is not { } node)
            {
                return false;
            }

            Remove_NeedsLock(node);
            return true;
        }
    }

    private LinkedListNode<(string Workspace, T Resource)>? NodeOf_NeedsLock(string workspaceId, string id) =>
        _byId.TryGetValue(id, out var node) && node.Value.Workspace == workspaceId ? node : null;

    private void Remove_NeedsLock(LinkedListNode<(string Workspace, T Resource)> node)
    {
        _newestFirst.Remove(node);
        _byId.Remove(node.Value.Resource.Id);
        _bytes -= node.Value.Resource.Bytes;
    }
}
