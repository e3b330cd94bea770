using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Sovereign.GroupDids;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Sharing;
using Rings.Sovereign.Threshold;

namespace Rings.Benchmarks.Sovereign;

/// <summary>What k signers and the coordinator compute for one signature, all of it one after the other on one thread.</summary>
internal static class FrostTimes
{
    public static int Run(string[] arguments)
    {
        var numbers = arguments.Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToList();
        var (k, n, rounds) = (numbers[0], numbers[1], numbers[2]);
        var (shares, commitments) = Feldman.Split<Edwards25519Point, Edwards25519Scalar>(
            Edwards25519Scalar.Draw(RandomNumberGenerator.Fill), k, n, () => Edwards25519Scalar.Draw(RandomNumberGenerator.Fill));
        for (var round = 0; round < 50; round++) Sign(commitments[0], shares.AsSpan()[..k]);
        var times = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var began = Stopwatch.GetTimestamp();
            Sign(commitments[0], shares.AsSpan()[..k]);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"ours           {k} of {n}: least {times[0]:F2} ms, median {times[rounds / 2]:F2} ms a signature"));
        return 0;
    }

    /// <summary>
    /// What arrives is read as from the network. The first signer is the coordinator, as a member that proposes is: it reads the
    /// others' nonces and parts; each other reads the list, but for its own pair.
    /// </summary>
    private static void Sign(Edwards25519Point key, ReadOnlySpan<Edwards25519Scalar> shares)
    {
        var message = RandomNumberGenerator.GetBytes(300);
        var nonces = new List<FrostNonces>();
        for (var place = 0; place < shares.Length; place++)
            nonces.Add(FrostNonces.Draw(place + 1, shares[place], RandomNumberGenerator.Fill));
        List<FrostCommitment> got = [nonces[0].Commitment, .. nonces.Skip(1).Select(one => new FrostCommitment(
            one.Commitment.Index, Read(one.Commitment.Hiding), Read(one.Commitment.Binding)))];
        var bytes = GroupCodec.Write(new GroupMessage.List(default, default, default, default, [.. got.Select(ShownNonces.Of)]));
        List<Edwards25519Scalar> parts = [FrostSigning.Sign(key, message, got, shares[0], nonces[0], out var signing)!.Value];
        for (var place = 1; place < shares.Length; place++)
        {
            var own = nonces[place].Commitment;
            var list = ((GroupMessage.List)GroupCodec.Read(bytes)).Commitments.Select(one => one.Read(own)!).ToList();
            var part = FrostSigning.Sign(key, message, list, shares[place], nonces[place])!.Value;
            parts.Add(Edwards25519Scalar.Read(part.ToByteArray(), "part"));
        }

        var signature = signing!.Aggregate(parts);
        if (!Ed25519PublicKey.Read(key.Encoded).Verify(message, signature)) throw new ProtocolException("signature", "one");
    }

    private static Edwards25519Point Read(Edwards25519Point point) => Edwards25519Point.Read(point.Encoded, "point");
}
