namespace Rings.Sovereign.Swaps;

/// <summary>What became of a <see cref="ChainAction"/>.</summary>
public enum BroadcastOutcome
{
    /// <summary>A transaction is in the mempool now, a new one or one that pays more.</summary>
    Sent = 1,

    /// <summary>It was there already, and nothing more is to be paid.</summary>
    AlreadyThere = 2,

    /// <summary>The chain does not take it yet: its time has not come, or what it spends is not there.</summary>
    NotYet = 3,

    /// <summary>The wallet, or the account that pays the gas, has not the money.</summary>
    NoMoney = 4,

    /// <summary>The chain refused it for another reason; it is tried again.</summary>
    Refused = 5,
}
