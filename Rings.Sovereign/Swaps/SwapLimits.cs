namespace Rings.Sovereign.Swaps;

/// <summary>The bounds of swaps. A public table: docs/protocol/9-limits.md.</summary>
internal static class SwapLimits
{
    /// <summary>Bytes of a message.</summary>
    public const int MessageBytes = 2048;

    /// <summary>Open swaps of a node, offers that wait counted.</summary>
    public const int Open = 32;

    /// <summary>Of these with one peer.</summary>
    public const int OpenPerPeer = 8;

    /// <summary>Swaps that have ended and are kept, so that their ids, hashes and keys are refused; the oldest give way.</summary>
    public const int Ended = 1024;

    /// <summary>The most confirmations.</summary>
    public const int Confirmations = 10_000;

    /// <summary>Characters of a transaction's id.</summary>
    public const int TransactionId = 80;

    /// <summary>How long an offer may live, in seconds.</summary>
    public const long OfferLife = 24 * 3600;

    /// <summary>How far away T1 may be, in seconds.</summary>
    public const long LongestWait = 7 * 24 * 3600;

    /// <summary>How far a node's clock may be from the time of an EVM chain's last block, in seconds.</summary>
    public const long EvmClock = 300;

    /// <summary>How old a UTXO chain's last block may be, in seconds.</summary>
    public const long UtxoTip = 7200;

    /// <summary>An offer that has no answer is sent again after so many seconds.</summary>
    public const long AskAgain = 30;
}
