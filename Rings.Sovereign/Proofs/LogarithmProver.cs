using System.Security.Cryptography;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs;

/// <summary>
/// Proves to one verifier, once, that this side knows x with P = x·G: Schnorr's protocol (1989) with a verifier that is
/// bound to its challenge before it sees anything (after Goldreich and Kahan, 1996).
/// </summary>
/// <remarks>In memory only; a proof that breaks off begins with a new id. It answers one opening, and then never again.</remarks>
internal sealed class LogarithmProver
{
    /// <summary>Bits of a challenge.</summary>
    public const int Bits = 128;

    /// <summary>Rounds of this proof.</summary>
    public const int Rounds = 1;

    private readonly ProofContext _context;
    private Secp256k1Scalar _secret;
    private Secp256k1Scalar _ephemeral;
    private bool _isOver;

    /// <summary>Begins to answer.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="self">The prover.</param>
    /// <param name="verifier">The verifier.</param>
    /// <param name="ask">What it asked.</param>
    /// <param name="secret">x.</param>
    /// <param name="random">For the one move.</param>
    public LogarithmProver(
        RingId ring, Did self, Did verifier, ProofMessage.Ask ask, Secp256k1Scalar secret, RandomBytes random)
    {
        ArgumentNullException.ThrowIfNull(random);
        _context = new(ring, self, verifier, ask);
        _secret = secret;
        _ephemeral = Ephemeral(secret, random);
        First = new(ask.Id, 1, [.. Secp256k1Point.OfSecret(_ephemeral).Encoded]);
    }

    /// <summary>The first move: R = r·G.</summary>
    public ProofMessage.Move First { get; }

    /// <summary>Whether this side can answer what is asked, apart from knowing the secret.</summary>
    public static bool Knows(ProofMessage.Ask ask)
    {
        ArgumentNullException.ThrowIfNull(ask);
        return ask.Bits == Bits && ask.Commitments.Length == Rounds;
    }

    /// <summary>The verifier has opened its challenge: z = r + c·x, if that is the one it was bound to.</summary>
    /// <returns>The second move, or the end.</returns>
    public ProofMessage Answer(ProofMessage.Open open)
    {
        ArgumentNullException.ThrowIfNull(open);
        var isFirst = !_isOver;
        _isOver = true;
        var isBound = isFirst && open.Step == 1
            && _context.CommitmentTo(1, open.Challenge, open.Random) == _context.Ask.Commitments[0];
        var answer = isBound ? _ephemeral + (ScalarOf(open.Challenge) * _secret) : Secp256k1Scalar.Zero;
        _ephemeral = _secret = Secp256k1Scalar.Zero;
        return isBound
            ? new ProofMessage.Move(open.Id, 2, [.. answer.ToByteArray()])
            : new ProofMessage.End(open.Id, ProofResult.WrongOpening);
    }

    internal static Secp256k1Scalar ScalarOf(UInt128 challenge)
    {
        Span<byte> bytes = stackalloc byte[Secp256k1Scalar.Bytes];
        bytes.Clear();
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes[16..], challenge);
        return Secp256k1Scalar.Read(bytes, "challenge");
    }

    /// <summary>
    /// From fresh randomness, the secret and the challenge's commitment: where a source of chance repeats itself, one number
    /// still never answers two challenges, which would give the secret away.
    /// </summary>
    private Secp256k1Scalar Ephemeral(Secp256k1Scalar secret, RandomBytes random)
    {
        Span<byte> salt = stackalloc byte[Bytes32.Length];
        random(salt);
        Span<byte> wide = stackalloc byte[Secp256k1Scalar.WideBytes];
        var bytes = secret.ToByteArray();
        KeyDerivation.Hkdf(bytes, salt, [.. _context.Hash(), .. _context.Ask.Commitments[0].ToByteArray()], wide);
        var drawn = Secp256k1Scalar.Reduce(wide);
        CryptographicOperations.ZeroMemory(bytes);
        CryptographicOperations.ZeroMemory(wide);
        return drawn;
    }
}
