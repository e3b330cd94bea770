namespace Rings.Protocol.Wire;

/// <summary>What a reply is to the node that it came to (protocol.md, section 3.6).</summary>
internal enum ReplyVerdict
{
    /// <summary>The answer: its request has ended, and whoever asked is told.</summary>
    Answer,

    /// <summary>Word that a route ended: the request goes another way, or ends by itself.</summary>
    Hint,

    /// <summary>Nobody waits for it. It changes nothing.</summary>
    Unasked,

    /// <summary>The request was for another node than the one that replies. It changes nothing.</summary>
    OfAnotherNode,

    /// <summary>A receipt that was not asked for, or for another transaction. It changes nothing.</summary>
    WrongReceipt,
}
