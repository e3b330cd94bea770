namespace Rings.Actors.Public;

/// <content>What a node signs for an application that runs Dids of groups beside it.</content>
public static partial class RingsNodeProtocol
{
    /// <summary>
    /// Has the node's session key sign what a member of a group says to others, so that they can show it to third ones. It is
    /// signed for this purpose and serves no other. Reply: <see cref="GroupStatementSigned"/>.
    /// </summary>
    /// <param name="Statement">The statement; of a renewal the next delegation, unsigned.</param>
    /// <param name="IsRenewal">Purpose <c>group-renewal</c>; otherwise <c>group-deal</c>.</param>
    public sealed record SignGroupStatement(byte[] Statement, bool IsRenewal = false) : ICommand;

    /// <summary>It is signed.</summary>
    /// <param name="Statement">The statement.</param>
    /// <param name="Delegation">The delegation that the node acts under.</param>
    /// <param name="Signature">64 bytes.</param>
    public sealed record GroupStatementSigned(byte[] Statement, byte[] Delegation, byte[] Signature) : IReply;
}
