namespace Rings.Protocol.Entrance;

/// <summary>What an entrance carried within a calendar month (UTC).</summary>
/// <param name="Number">The month: 12 × year + month, from 1 to 12; 0: none yet.</param>
/// <param name="Bytes">Both ways together.</param>
public readonly record struct EntranceMonth(int Number, long Bytes);
