namespace Rings.Sovereign.Swaps;

/// <summary>What a chain says of a leg before anything of it is locked.</summary>
/// <param name="Tip">Where the chain stands.</param>
/// <param name="Balance">What the wallet can spend, in the chain's smallest unit.</param>
/// <param name="GasBalance">What the account that claims and refunds can pay gas with (EVM); on a UTXO chain the fee is taken from the lock: null.</param>
/// <param name="OpenFee">What opening a lock may cost at the policy's highest rate.</param>
/// <param name="SpendFee">What one claim or refund may cost at the policy's highest rate.</param>
/// <param name="Dust">The least amount that an output may have (UTXO); 0 on an EVM chain.</param>
/// <param name="ClaimToHasCode">Whether the claimer is a contract (EVM): it might refuse the money.</param>
/// <param name="RefundToHasCode">Whether the refund goes to a contract (EVM).</param>
/// <param name="IsContractKnown">Whether the contract's code is the one that this node ships (EVM); true on a UTXO chain.</param>
public sealed record LegCheck(
    ChainTip Tip, Amount Balance, Amount? GasBalance, Amount OpenFee, Amount SpendFee, Amount Dust,
    bool ClaimToHasCode, bool RefundToHasCode, bool IsContractKnown);
