using System.Buffers.Binary;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs;

/// <summary>Lets somebody prove, live, that it knows x with P = x·G; the other side is <see cref="LogarithmProver"/>.</summary>
internal sealed class LogarithmVerifier
{
    private readonly Secp256k1Point _point;
    private readonly UInt128 _challenge;
    private readonly Bytes32 _random;
    private Secp256k1Point? _first;
    private bool _isOver;

    /// <summary>Begins to ask.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="prover">Who is asked.</param>
    /// <param name="self">The verifier.</param>
    /// <param name="id">The proof's name, drawn for it.</param>
    /// <param name="point">P.</param>
    /// <param name="random">For nonce and challenge.</param>
    public LogarithmVerifier(
        RingId ring, Did prover, Did self, SecretId id, Secp256k1Point point, RandomBytes random)
    {
        ArgumentNullException.ThrowIfNull(random);
        _point = point;
        Span<byte> drawn = stackalloc byte[16];
        random(drawn);
        _challenge = BinaryPrimitives.ReadUInt128BigEndian(drawn);
        _random = Bytes32.Draw(random);
        var open = new ProofMessage.Ask(
            id, ProofCodec.StatementOf(point), Bytes32.Draw(random), [], LogarithmProver.Bits);
        // The commitments are not part of the context that they are bound to.
        Ask = open with
        {
            Commitments = [new ProofContext(ring, prover, self, open).CommitmentTo(1, _challenge, _random)],
        };
    }

    /// <summary>What to send first.</summary>
    public ProofMessage.Ask Ask { get; }

    /// <summary>The prover has moved.</summary>
    /// <returns>The opening of the challenge, or how it ended.</returns>
    public ProofMessage Take(ProofMessage.Move move)
    {
        ArgumentNullException.ThrowIfNull(move);
        if (_isOver) return Ended(ProofResult.Refused);
        try
        {
            if (_first is null && move.Step == 1)
            {
                _first = Secp256k1Point.Read(move.Data.AsSpan(), "ProofMove.data");
                return new ProofMessage.Open(Ask.Id, 1, _challenge, _random);
            }

            _isOver = true;
            if (_first is null || move.Step != 2) return Ended(ProofResult.Refused);
            var answer = Secp256k1Scalar.Read(move.Data.AsSpan(), "ProofMove.data");
            // z·G − c·P = R.
            var expected = Secp256k1Point.PublicSum(answer, -LogarithmProver.ScalarOf(_challenge), _point);
            return Ended(expected.Equals(_first) ? ProofResult.Accepted : ProofResult.Refused);
        }
        catch (ProtocolException)
        {
            _isOver = true;
            return Ended(ProofResult.Refused);
        }
    }

    private ProofMessage.End Ended(ProofResult result) => new(Ask.Id, result);
}
