using Rings.Protocol;
using Rings.Sovereign.Groups;

namespace Rings.Sovereign.GroupDids;

/// <summary>A member whose share is dealt anew to those who own the Did from then on.</summary>
/// <param name="Index">Its index in the version that is replaced, from 1.</param>
/// <param name="Member">Its Did.</param>
/// <param name="Share">Its share of that version, times the base point.</param>
public sealed record GroupDealer(int Index, Did Member, Edwards25519Point Share);
