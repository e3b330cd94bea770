using System.Collections.Immutable;

namespace Rings.Protocol.Ring;

/// <summary>The outcome of a look-up that found an owner.</summary>
/// <param name="Key">The key that was looked up.</param>
/// <param name="Owner">The first member at or clockwise after the key.</param>
/// <param name="Predecessor">The owner's predecessor as the owner sees it; null while it knows none.</param>
/// <param name="Successors">The owner's successor list, nearest first.</param>
/// <param name="Hops">Links that the question crossed, the last one too: 0 when the asker owns the key.</param>
/// <param name="Attempts">Questions sent for it: 1 when the first answer was good.</param>
internal sealed record LookupAnswer(
    Did Key, Did Owner, Did? Predecessor, ImmutableArray<Did> Successors, int Hops, int Attempts);
