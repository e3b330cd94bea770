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

    public string Name => "secret-message";

    public int MaxBytes => 16 * 1024;

    public long MaxAllocatedBytes => 1 << 20;

    public IEnumerable<byte[]> Seeds() =>
    [
        .. _owner.Sends.Select(send => SecretCodec.Write(send.Message)),
        .. ((SecretMessage[])
        [
            new SecretMessage.Dealt(default, 1, SecretVerdict.Kept), new SecretMessage.Commit(default, 1),
            new SecretMessage.Claim(default, Owner, default, default), new SecretMessage.Challenge(default, default),
            new SecretMessage.Opening(default, default), new SecretMessage.Warning(default, Friend, default),
            new SecretMessage.Veto(default), new SecretMessage.Return(default, default, 0, null),
        ]).Select(SecretCodec.Write),
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        try
        {
            var message = SecretCodec.Read(input);
            _guardian.Receive(Owner, message, Now, Fill);
            _owner.State.Receive(Friend, message, Now);
            SecretRecovery.New(Place(Friend)).Receive(Owner, message);
        }
        catch (ProtocolException)
        {
            // Refused, as it may be.
        }
    }

    private static SecretPlace Place(Did self) => new(RingId.OfPublic("main"), self);

    private static void Fill(Span<byte> target) => target.Fill(7);
}
