using System.Buffers.Binary;
using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs;

/// <summary>Who proves what to whom, and when: X, which every challenge and every move is bound to.</summary>
/// <param name="Ring">The ring.</param>
/// <param name="Prover">Who proves.</param>
/// <param name="Verifier">To whom.</param>
/// <param name="Ask">What was asked.</param>
internal sealed record ProofContext(RingId Ring, Did Prover, Did Verifier, ProofMessage.Ask Ask)
{
    /// <summary>X, 32 bytes.</summary>
    public byte[] Hash() => TaggedHash.Of(
        "rings/1 proof context", Ring.ToByteArray(), Prover.ToByteArray(), Verifier.ToByteArray(), Ask.Id.ToByteArray(),
        Ask.Nonce.ToByteArray(), Number(Ask.Bits), [.. Ask.Statement]);

    /// <summary>What binds the verifier to a challenge.</summary>
    public Bytes32 CommitmentTo(int step, ImmutableArray<byte> challenge, Bytes32 random) => Bytes32.Read(TaggedHash.Of(
        "rings/1 proof challenge", Hash(), Number(step), [.. challenge], random.ToByteArray()));

    private static byte[] Number(int number)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }
}
