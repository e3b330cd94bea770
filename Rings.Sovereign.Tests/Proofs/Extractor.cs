using System.Buffers.Binary;
using System.Collections.Immutable;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs.Sigmas;
using Rings.Sovereign.Proofs.Statements;

namespace Rings.Sovereign.Tests.Proofs;

/// <summary>Computes the secrets, in hex, from answers to several challenges after one move.</summary>
internal static class Extractor
{
    private const int PartBytes = 16;

    public static ImmutableArray<string> Secrets(ProofStatement statement, List<(UInt128 Challenge, byte[] Answer)> answers)
    {
        switch (statement)
        {
            case AllStatement all:
                return [.. Split(all.Parts, answers, 0).SelectMany(part => Secrets(part.Statement, part.Answers))];

            case AnyStatement any:
                return OfAny(any.Parts, answers);

            case OneOfStatement { Keys.Length: > OneOfStatement.MaxByOr } list:
                return [Hex(OfList(list, answers))];

            case OneOfStatement list:
                return OfAny([.. list.Keys.Select(key => new OwnStatement(key))], answers);

            case EdwardsStatement:
                var (first, second) = (answers[0], answers[1]);
                var secret = (EdwardsOf(first.Answer) + -EdwardsOf(second.Answer))
                    * (EdwardsOf(first.Challenge) + -EdwardsOf(second.Challenge)).Inverse();
                return [Convert.ToHexString(secret.ToByteArray())];

            default:
                var (one, other) = (answers[0], answers[1]);
                return [Hex((ScalarAt(one.Answer, 0) + -ScalarAt(other.Answer, 0)) * Difference(one.Challenge, other.Challenge).Inverse())];
        }
    }

    /// <summary>Of the part whose challenge differs.</summary>
    private static ImmutableArray<string> OfAny(
        ImmutableArray<GroupStatement> parts, List<(UInt128 Challenge, byte[] Answer)> answers)
    {
        var own = Split(parts, answers, PartBytes).Single(part => part.Answers[0].Challenge != part.Answers[1].Challenge);
        return Secrets(own.Statement, own.Answers);
    }

    /// <summary>n + 1 answers: the bits from two, and x as the leading coefficient of the last numbers.</summary>
    private static Secp256k1Scalar OfList(OneOfStatement list, List<(UInt128 Challenge, byte[] Answer)> answers)
    {
        var bits = ((answers[0].Answer.Length / Secp256k1Scalar.Bytes) - 1) / 3;
        var (place, inverse) = (0, Difference(answers[0].Challenge, answers[1].Challenge).Inverse());
        for (var j = 0; j < bits; j++)
        {
            var bit = (ScalarAt(answers[0].Answer, j) + -ScalarAt(answers[1].Answer, j)) * inverse;
            Assert.True(bit.IsZero || bit == Secp256k1Scalar.One, "a bit is 0 or 1");
            if (!bit.IsZero) place |= 1 << j;
        }

        var used = answers.Take(bits + 1).ToList();
        var secret = Secp256k1Scalar.Zero;
        foreach (var (challenge, answer) in used)
        {
            var factor = used.Where(one => one.Challenge != challenge)
                .Aggregate(Secp256k1Scalar.One, (product, one) => product * Difference(challenge, one.Challenge));
            secret += ScalarAt(answer, 3 * bits) * factor.Inverse();
        }

        Assert.Equal(list.Keys[Math.Min(place, list.Keys.Length - 1)], Secp256k1Point.OfSecret(secret));
        return secret;
    }

    /// <summary>Each part's answers, with its own challenge where it has one in front.</summary>
    private static IEnumerable<(GroupStatement Statement, List<(UInt128 Challenge, byte[] Answer)> Answers)> Split(
        ImmutableArray<GroupStatement> parts, List<(UInt128 Challenge, byte[] Answer)> answers, int before)
    {
        // Where a part stands behind the others: parts of a list with a tag answer as long as those without.
        var at = 0;
        foreach (var part in parts)
        {
            var (from, length) = (at + before, part.Sigma(ProofWorld.Bela).AnswerBytes);
            yield return (part, [.. answers.Select(one => (
                before == 0 ? one.Challenge : BinaryPrimitives.ReadUInt128BigEndian(one.Answer.AsSpan(from - before)),
                one.Answer[from..(from + length)]))]);
            at = from + length;
        }
    }

    private static Secp256k1Scalar Difference(UInt128 one, UInt128 other) => SigmaBytes.ScalarOf(one) + -SigmaBytes.ScalarOf(other);

    private static Edwards25519Scalar EdwardsOf(byte[] number) => Edwards25519Scalar.Read(number, "z");

    private static Edwards25519Scalar EdwardsOf(UInt128 challenge)
    {
        var bytes = new byte[Edwards25519Scalar.Bytes];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, challenge);
        return EdwardsOf(bytes);
    }

    private static string Hex(Secp256k1Scalar number) => Convert.ToHexString(number.ToByteArray());

    private static Secp256k1Scalar ScalarAt(byte[] answer, int place) =>
        Secp256k1Scalar.Read(answer.AsSpan(place * Secp256k1Scalar.Bytes, Secp256k1Scalar.Bytes), "z");
}
