using Rings.Protocol.Crypto;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Sharing;

namespace Rings.Sovereign.Tests.Secrets;

/// <summary>Messages that a test sends by itself.</summary>
internal static class SecretWorldDeals
{
    /// <summary>A good deal of a secret of its own: the first share of two.</summary>
    public static SecretMessage.Deal SealedDeal(this SecretWorld world)
    {
        var (commitments, shares) = Commitments.Split(
            Secp256k1Scalar.Draw(world.Random.Fill), 2, 2, world.Random.Fill);
        return new(world.Id, 1, 2, 1, SecretMode.Sealed, commitments, shares[0], [.. new byte[AeadKey.TagBytes + 1]], 0);
    }

    /// <summary>What the last answer of a guardian was.</summary>
    public static SecretVerdict LastVerdict(this SecretWorld world) =>
        world.Sent.Select(sent => sent.Message).OfType<SecretMessage.Dealt>().Last().Verdict;
}
