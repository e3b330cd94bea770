namespace Rings.Sovereign.Chains.Utxo;

/// <summary>What a node says of one block.</summary>
/// <param name="Hash">As nodes write it.</param>
/// <param name="Height">From 0.</param>
/// <param name="Time">Unix seconds.</param>
/// <param name="MedianTime">Of the last 11 blocks up to this one, Unix seconds.</param>
internal sealed record UtxoHeader(string Hash, long Height, long Time, long MedianTime);
