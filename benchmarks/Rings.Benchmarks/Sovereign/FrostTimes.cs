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

    /// <summary>What arrives is read as from the network: each signer and the coordinator reads all points and parts.</summary>
    private static void Sign(Edwards25519Point key, ReadOnlySpan<Edwards25519Scalar> shares)
    {
        var message = RandomNumberGenerator.GetBytes(300);
        var nonces = new List<FrostNonces>();
        for (var place = 0; place < shares.Length; place++)
            nonces.Add(FrostNonces.Draw(place + 1, shares[place], RandomNumberGenerator.Fill));
        var sent = new GroupMessage.List(default, default, default, default, [.. nonces.Select(one =>
            new FrostCommitment(one.Commitment.Index, Read(one.Commitment.Hiding), Read(one.Commitment.Binding)))]);
        var bytes = GroupCodec.Write(sent);
        var parts = new List<Edwards25519Scalar>();
        for (var place = 0; place < shares.Length; place++)
        {
            var list = ((GroupMessage.List)GroupCodec.Read(bytes)).Commitments;
            parts.Add(FrostSigning.Sign(key, message, list, shares[place], nonces[place])!.Value);
        }

        var signature = new FrostSigning(key, message, sent.Commitments).Aggregate(
            parts.Select(part => Edwards25519Scalar.Read(part.ToByteArray(), "part")));
        if (!Ed25519PublicKey.Read(key.Encoded).Verify(message, signature)) throw new ProtocolException("signature", "one");
    }

    private static Edwards25519Point Read(Edwards25519Point point) => Edwards25519Point.Read(point.Encoded, "point");
}
