using System.Collections.Concurrent;
using Hyperion;

namespace Rings.Actors.Serialization;

/// <summary>
/// Lets Hyperion build what a public message is made of and nothing else: bytes may name the types that they want built.
/// </summary>
/// <remarks>
/// It bounds which types are built, not how much of them: members of a cluster are trusted. Several threads ask at once.
/// </remarks>
/// <param name="log">Is told of a refused type.</param>
internal sealed class PublicMessageTypes(RefusalLog log) : ITypeFilter
{
    /// <summary>Names as Hyperion asks with them that were found to be allowed: taking them apart takes longer than all the
    /// rest of a message.</summary>
    private static readonly ConcurrentDictionary<string, bool> Asked = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool IsAllowed(string typeName)
    {
        if (Asked.ContainsKey(typeName)) return true;
        if (!MessageTypes.Has(typeName))
        {
            log.Tell("A message from a member of the cluster names a type that no message of a node has: {0}", typeName);
            return false;
        }

        // The same type has a name for every version that there was: a member could make them up.
        if (Asked.Count < 4 * MessageTypes.Count) Asked.TryAdd(typeName, true);
        return true;
    }
}
