using System.Diagnostics;
using System.Globalization;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;
using Rings.Protocol.Tests.Before;

namespace Rings.Benchmarks.Identity;

/// <summary>
/// What the libraries cost beside the code that stood before them, alternating in one run; the least of all
/// rounds. Run: <c>Rings.Benchmarks -- libraries [ROUNDS]</c>.
/// </summary>
internal static class Libraries
{
    private static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(i => (byte)(7 * i))];
    private static readonly byte[] Digest = Hash.Sha256("digest"u8);

    public static int Run(string[] arguments)
    {
        var rounds = arguments is [var text] ? int.Parse(text, CultureInfo.InvariantCulture) : 9;
        var signature = new byte[64];
        var id = Secp256k1.Sign(Secret, Digest, signature);
        var key = Secp256k1.PublicKey(Secret, compressed: true);
        var target = new byte[64];
        Console.WriteLine("what                                before µs   now µs   ratio");
        Compare("secp256k1 sign", rounds, 200,
            () => BouncyCastleSecp256k1.Sign(Secret, Digest, target), () => Secp256k1.Sign(Secret, Digest, target));
        Compare("secp256k1 recover", rounds, 200,
            () => BouncyCastleSecp256k1.Recover(Digest, signature, id, true),
            () => Secp256k1.Recover(Digest, signature, id, true));
        Compare("secp256k1 verify", rounds, 200,
            () => BouncyCastleSecp256k1.Verify(key, Digest, signature), () => Secp256k1.Verify(key, Digest, signature));
        Compare("secp256k1 public key", rounds, 200,
            () => BouncyCastleSecp256k1.PublicKey(Secret, true), () => Secp256k1.PublicKey(Secret, true));
        foreach (var length in new[] { 64, 256 })
        {
            var data = new byte[length];
            Compare($"keccak-256 of {length} B", rounds, 20_000,
                () => ManagedKeccak.Hash256(data, target), () => Hash.Keccak256(data, target));
        }

        Accounts(rounds);
        TimeByKey(rounds);
        return 0;
    }

    /// <summary>A whole signature by an account, checked before it is given away, and a delegation of a stranger.</summary>
    private static void Accounts(int rounds)
    {
        foreach (var kind in new[] { AccountKind.Eip191, AccountKind.Bip137 })
        {
            using var account = AccountKey.FromSecret(kind, Secret);
            Console.WriteLine($"{kind} account signs, checked: {Least(rounds, 200, () => account.Sign("text")):F0} µs");
            var signed = account.Sign("text");
            var verify = Least(
                rounds, 200, () => AccountSignature.Verify(kind, account.Did, [], "text", signed));
            Console.WriteLine($"{kind} verified: {verify:F0} µs; 400 a second are {verify * 400 / 10_000:F1} % of a core");
        }
    }

    /// <summary>Keys of few and of many bits: the times should not tell them apart.</summary>
    private static void TimeByKey(int rounds)
    {
        foreach (var (name, fill) in new[] { ("one bit", (byte)0), ("few bits", (byte)0x10), ("many bits", (byte)0x7f) })
        {
            var secret = Enumerable.Repeat(fill, 32).ToArray();
            secret[31] |= 1;
            var target = new byte[64];
            Console.WriteLine($"sign with a key of {name}: "
                + $"before {Median(rounds, () => BouncyCastleSecp256k1.Sign(secret, Digest, target)):F1} µs, "
                + $"now {Median(rounds, () => Secp256k1.Sign(secret, Digest, target)):F1} µs (medians)");
        }
    }

    private static void Compare(string name, int rounds, int times, Action before, Action now)
    {
        var (left, right) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < rounds; round++)
        {
            left = Math.Min(left, Once(times, before));
            right = Math.Min(right, Once(times, now));
        }

        Console.WriteLine($"{name,-34} {left,10:F2} {right,8:F2} {right / left,7:F2}");
    }

    private static double Least(int rounds, int times, Action action) =>
        Enumerable.Range(0, rounds).Min(_ => Once(times, action));

    private static double Median(int rounds, Action action)
    {
        var all = Enumerable.Range(0, 10 * rounds).Select(_ => Once(20, action)).Order().ToArray();
        return all[all.Length / 2];
    }

    private static double Once(int times, Action action)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < times; i++) action();
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / times;
    }
}
