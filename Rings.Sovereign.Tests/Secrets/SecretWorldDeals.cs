using Rings.Protocol.Crypto;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Sharing;

namespace Rings.Sovereign.Tests.Secrets;

/// <summary>Messages that a test sends by itself.</summary>
internal static class SecretWorldDeals
{
    /// <summary>A world in which the key is split, and all guardians have their shares.</summary>
    public static SecretWorld Split(int seed, int guardians, int threshold, int delayHours = 0)
    {
        var world = new SecretWorld(seed, guardians);
        Assert.Equal(SecretOutcome.Done, world.SplitKey(threshold, delayHours));
        world.Settle();
        return world;
    }

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
