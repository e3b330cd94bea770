using Rings.Protocol.Services;

namespace Rings.Protocol.Entrance;

/// <summary>What one service makes of an entrance.</summary>
/// <param name="Service">Which, without a ticket.</param>
/// <param name="Connections">Connections now.</param>
/// <param name="Opened">Connections since it was seen first.</param>
/// <param name="Bytes">Bytes since then, both ways.</param>
public sealed record EntranceUse(RingUrl Service, int Connections, long Opened, long Bytes);
