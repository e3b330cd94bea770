using System.Collections.Immutable;
using Rings.Protocol;

namespace Rings.Sovereign.GroupDids;

/// <summary>What a member wants its group to become: the Did stays, all shares are new.</summary>
/// <param name="Members">Who owns it then; empty: the same as now.</param>
/// <param name="Threshold">How many of them sign then; 0: as many as now.</param>
/// <param name="Without">Members whose shares are not dealt from: they cheated, or are not there.</param>
public sealed record GroupChangeOrder(ImmutableArray<Did> Members, int Threshold, ImmutableArray<Did> Without);
