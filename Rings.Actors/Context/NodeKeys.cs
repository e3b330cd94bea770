using Rings.Actors.Identity;
using Rings.Protocol;
using Rings.Protocol.Identity;

namespace Rings.Actors.Context;

/// <summary>
/// The session key that signs for the node, published: all parts read it, the <see cref="DelegationKeeper"/> alone
/// puts another in its place. Account and ring stay what they are.
/// </summary>
/// <remarks>Whoever needs key and delegation to fit reads <see cref="Signer"/> once.</remarks>
/// <param name="signer">The first.</param>
/// <param name="renew">
/// Makes a session key and a delegation that follow the current ones, and keeps them where the first came from; may
/// take seconds, and throws where it cannot. Null: the account's key is elsewhere.
/// </param>
internal sealed class NodeKeys(Signer signer, Func<Signer>? renew = null)
{
    private volatile Signer _signer = signer;

    public Signer Signer => _signer;

    public bool CanRenew => renew is not null;

    public Did Account { get; } = signer.Account;

    public RingId Ring { get; } = signer.Ring;

    /// <summary>Renews; from now on the new key signs.</summary>
    /// <param name="now">The time: a delegation of the future, made while the clock was wrong, is followed by an earlier one.</param>
    /// <exception cref="ProtocolException">What was made does not follow the current delegation.</exception>
    /// <exception cref="InvalidOperationException">The account's key is elsewhere.</exception>
    public Delegation Renew(Instant now)
    {
        var next = (renew ?? throw new InvalidOperationException("the account's key is not here"))();
        var isInTurn = LiveNodeRule.Supersedes(next.Delegation, Signer.Delegation)
            || (IsOfTheFuture(Signer.Delegation, now) && !IsOfTheFuture(next.Delegation, now));
        if (next.Account != Account || next.Ring != Ring || !isInTurn)
            throw new ProtocolException("Delegation", "of the same account and ring, issued later");
        _signer = next;
        return next.Delegation;
    }

    private static bool IsOfTheFuture(Delegation delegation, Instant now) =>
        DelegationRenewal.PhaseAt(delegation, now) == DelegationPhase.NotYet;
}
