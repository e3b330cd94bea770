using System.Buffers.Binary;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Storage;
using Rings.Simulation.Engine;

namespace Rings.Simulation.Storage;

/// <summary>Accounts that sign the records of a simulated ring. The same number is the same account in every run.</summary>
internal sealed class Authors
{
    private static readonly RingId Ring = RingId.OfPublic("simulation");
    private static readonly TimeSpan Life = TimeSpan.FromDays(3);

    private readonly Signer[] _signers;

    /// <summary>Makes accounts.</summary>
    /// <param name="count">How many.</param>
    public Authors(int count) => _signers = [.. Enumerable.Range(1, count).Select(MakeSigner)];

    /// <summary>How many there are.</summary>
    public int Count => _signers.Length;

    /// <summary>Judges records of the ring, without a limit of unknown delegations: all nodes share it.</summary>
    public static RecordRules Rules() => new(
        Ring,
        new(Ring, new() { PerLinkAndSecond = int.MaxValue, PerSecond = int.MaxValue }),
        new());

    /// <summary>An account's Did.</summary>
    public Did this[int author] => _signers[author].Account;

    /// <summary>A Register's value.</summary>
    public StoredRecord Register(int author, string name, Instant signed, ReadOnlyMemory<byte> value) =>
        StoredRecord.Sign(
            RecordKind.Register, Fields(author, name, signed) with { Owner = this[author], Value = value },
            _signers[author]);

    /// <summary>A Set's element.</summary>
    public StoredRecord Element(int author, string set, RecordTag tag, Instant signed, ReadOnlyMemory<byte> value) =>
        StoredRecord.Sign(
            RecordKind.SetElement, Fields(author, set, signed) with { Tag = tag, Value = value }, _signers[author]);

    /// <summary>An element's removal by its author.</summary>
    public StoredRecord Removal(int author, string set, RecordTag tag, Instant signed) => StoredRecord.Sign(
        RecordKind.SetRemoval, Fields(author, set, signed) with { Tag = tag }, _signers[author]);

    private RecordFields Fields(int author, string name, Instant signed) => new()
    {
        Name = name,
        Author = this[author],
        Seq = signed.UnixMicroseconds,
        Expires = Instant.FromUnixMilliseconds((signed + Life).UnixMilliseconds),
    };

    private static Signer MakeSigner(int number)
    {
        using var account = AccountKey.FromSecret(AccountKind.Ed25519, Seed(number));
        var session = SessionKey.FromSeed(Seed(-number));
        var issued = VirtualTime.Start - TimeSpan.FromHours(1);
        var draft = new DelegationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, session.PublicKey, Ring, issued,
            issued + Delegation.DefaultLifetime, Seed(number).AsSpan(0, 16));
        return new(session, draft.Sign(account));
    }

    private static byte[] Seed(int number)
    {
        var seed = new byte[32];
        Array.Fill(seed, (byte)0x5A);
        BinaryPrimitives.WriteInt32BigEndian(seed, number);
        return seed;
    }
}
