using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Swaps;

/// <summary>Which chain it is, and what its money is called.</summary>
/// <param name="Name">Its CAIP-2 name.</param>
/// <param name="Genesis">The hash of its first block.</param>
/// <param name="Asset">What its money is called, as people write it: <c>ltc</c>, <c>eth</c>; 1 to 16 of a to z and 0 to 9.</param>
/// <param name="Decimals">How many decimal places its unit has: 8 for <c>ltc</c>, 18 for <c>eth</c>; 0 to 30.</param>
/// <param name="Contract">The contract that this node uses there (EVM); none on a UTXO chain.</param>
/// <param name="IsTest">Whether it is on the built-in list of test chains; all others count as real money.</param>
public sealed record ChainIdentity(ChainName Name, Bytes32 Genesis, string Asset, int Decimals, ChainPlace Contract, bool IsTest);
