using System.Buffers.Binary;
using System.Security.Cryptography;
using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs.Sigmas;

/// <summary>
/// The numbers of one move: HKDF-SHA-256 of the secrets with 32 fresh random bytes as salt and X and the commitments as info. Where
/// a source of chance repeats itself, no number answers two challenges.
/// </summary>
internal sealed class SigmaDraws : IDisposable
{
    private const int PartBytes = 16;

    private readonly byte[] _secret;
    private readonly byte[] _salt;
    private readonly byte[] _info;
    private int _drawn;

    private SigmaDraws(byte[] secret, byte[] salt, byte[] info) => (_secret, _salt, _info) = (secret, salt, info);

    public static SigmaDraws Of(KeysWitness witness, ProofContext context, RandomBytes random) => new(
        witness.SecretBytes(), Bytes32.Draw(random).ToByteArray(),
        [.. context.Hash(), .. context.Ask.Commitments.SelectMany(one => one.ToByteArray()), .. new byte[sizeof(int)]]);

    /// <summary>Of chance alone, for who has no secret.</summary>
    public static SigmaDraws Of(RandomBytes random) =>
        new(Bytes32.Draw(random).ToByteArray(), Bytes32.Draw(random).ToByteArray(), new byte[sizeof(int)]);

    /// <summary>Erases the secrets: all that a proof needs is drawn by then.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_secret);

    /// <summary>A number modulo n.</summary>
    public Secp256k1Scalar Scalar()
    {
        Span<byte> wide = stackalloc byte[Secp256k1Scalar.WideBytes];
        Fill(wide);
        var number = Secp256k1Scalar.Reduce(wide);
        CryptographicOperations.ZeroMemory(wide);
        return number;
    }

    /// <summary>A number modulo L.</summary>
    public Edwards25519Scalar EdwardsScalar()
    {
        Span<byte> wide = stackalloc byte[Edwards25519Scalar.WideBytes];
        Fill(wide);
        var number = Edwards25519Scalar.Reduce(wide);
        CryptographicOperations.ZeroMemory(wide);
        return number;
    }

    /// <summary>Numbers modulo n.</summary>
    public Secp256k1Scalar[] Scalars(int count)
    {
        var numbers = new Secp256k1Scalar[count];
        for (var i = 0; i < count; i++) numbers[i] = Scalar();
        return numbers;
    }

    /// <summary>A part of a challenge.</summary>
    public UInt128 Part()
    {
        Span<byte> part = stackalloc byte[PartBytes];
        Fill(part);
        return BinaryPrimitives.ReadUInt128BigEndian(part);
    }

    private void Fill(Span<byte> target)
    {
        BinaryPrimitives.WriteInt32BigEndian(_info.AsSpan(_info.Length - sizeof(int)), _drawn++);
        KeyDerivation.Hkdf(_secret, _salt, _info, target);
    }
}
