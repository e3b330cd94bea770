using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Swaps;

/// <summary>
/// What came of one input: the new book, what has to be on disk before anything else happens, and what is said and done then. If
/// the disk refuses, nothing has happened: the old book stands.
/// </summary>
/// <param name="State">The book after it.</param>
/// <param name="Entries">Written first, all of them or none.</param>
/// <param name="Sends">Said then, to whom.</param>
/// <param name="Effects">Done then, for which swap.</param>
/// <param name="Refusal">Why nothing was done; null: it was.</param>
internal sealed record SwapBookStep(
    SwapBook State, ImmutableArray<SecretEntry> Entries, ImmutableArray<(Did To, SwapMessage Message)> Sends,
    ImmutableArray<(SecretId Id, SwapEffect Effect)> Effects, SwapRefusal? Refusal);
