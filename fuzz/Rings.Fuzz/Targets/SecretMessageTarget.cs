using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Secrets;

namespace Rings.Fuzz.Targets;

/// <summary>Messages of <c>secret/1</c>, and what a guardian, an owner and a claimant do with them.</summary>
internal sealed class SecretMessageTarget : IFuzzTarget
{
    private static readonly Did Owner = Did.Zero.Finger(1);
    private static readonly Did Friend = Did.Zero.Finger(2);
    private static readonly Instant Now = Instant.FromUnixMilliseconds(1_800_000_000_000);

    private readonly Guardian _guardian = Guardian.New(Place(Friend)).Accept(Owner).State;
    private readonly SecretStep<SecretOwner> _owner = SecretOwner.New(Place(Owner)).SplitSealed(
        default, "fuzz", [1, 2, 3], new([Friend, Did.Zero.Finger(3)], 2, 24), Now, Fill);
    private readonly SecretStep<SecretRecovery> _claimant = SecretRecovery.New(Place(Did.Zero.Finger(4))).Begin(
        new(Owner, default, 2, [Friend, Did.Zero.Finger(3)], default, "main", []), isRehearsal: false, Now, Fill);

    public string Name => "secret-message";

    public int MaxBytes => 16 * 1024;

    public long MaxAllocatedBytes => 1 << 20;

    public IEnumerable<byte[]> Seeds()
    {
        var deal = (SecretMessage.Deal)_owner.Sends[0].Message;
        var claim = (SecretMessage.Claim)_claimant.Sends[0].Message;
        return ((IEnumerable<SecretMessage>)
        [
            .. _owner.Sends.Concat(_claimant.Sends).Select(send => send.Message),
            new SecretMessage.Challenge(claim.ClaimId, default),
            new SecretMessage.Return(claim.ClaimId, default, 1, new(
                deal.Index, deal.Mode, deal.Commitments, deal.Share, deal.Sealed)),
            new SecretMessage.Dealt(default, 1, SecretVerdict.Kept), new SecretMessage.Commit(default, 1),
            new SecretMessage.Opening(default, default), new SecretMessage.Warning(default, Friend, default),
            new SecretMessage.Veto(default), new SecretMessage.Return(default, default, 0, null),
        ]).Select(SecretCodec.Write);
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        try
        {
            var message = SecretCodec.Read(input);
            _guardian.Receive(Owner, message, Now, Fill);
            _owner.State.Receive(Friend, message, Now);
            SecretRecovery.Combine(_claimant.State.Receive(Friend, message).State.Tasks.Values.Single());
        }
        catch (ProtocolException)
        {
            // Refused, as it may be.
        }
    }

    private static SecretPlace Place(Did self) => new(RingId.OfPublic("main"), self);

    private static void Fill(Span<byte> target) => target.Fill(7);
}
