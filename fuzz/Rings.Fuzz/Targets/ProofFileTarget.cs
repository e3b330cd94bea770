using System.Text;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Files;
using Rings.Sovereign.Proofs.Statements;

namespace Rings.Fuzz.Targets;

/// <summary>Proofs in files, as strangers pass them on, and their check.</summary>
internal sealed class ProofFileTarget : IFuzzTarget
{
    private static readonly RingId Ring = RingId.OfPublic("main");
    private static readonly Instant Now = Instant.FromUnixMilliseconds(1);

    public string Name => "proof-file";

    public int MaxBytes => 8 * 1024;

    public long MaxAllocatedBytes => 4 << 20;

    public IEnumerable<byte[]> Seeds()
    {
        var keys = Enumerable.Range(1, 17).Select(number => Secp256k1Point.OfSecret(Secp256k1Scalar.Of((uint)number))).ToArray();
        var tag = ProofTag.Of(Secp256k1Scalar.Of(2), Did.Zero, "vote");
        foreach (var statement in (ProofStatement[])
            [
                new OwnStatement(keys[1], AccountDid.OfEthereum(keys[1].ToUncompressed())), new OneOfStatement([.. keys[..3]]),
                new OneOfStatement([.. keys], tag),
                new AllStatement([new OwnStatement(keys[1]), new SameOwnerStatement(keys[1], tag)]),
            ])
        {
            yield return Encoding.UTF8.GetBytes(ProofFileText.Of(ProofFile.Make(
                Ring, Did.Zero, statement, Now, new KeysWitness(Secp256k1Scalar.Of(2)), bytes => bytes.Fill(7))!));
        }
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        try
        {
            ProofFileText.Parse(Encoding.UTF8.GetString(input)).Check(Ring, Did.Zero, Now);
        }
        catch (ProtocolException)
        {
            // Refused, as it may be.
        }
    }
}
