using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using Akka.Configuration;
using Rings.Actors.Serialization;
using Rings.Actors.Settings;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;
using Rings.Protocol.Tests.Crypto;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Benchmarks.Identity;

/// <summary>
/// What NBitcoin.Secp256k1 costs beside BouncyCastle, and the cluster's serializer beside bare Hyperion, which stood in
/// their places, alternating in one run; the least of all rounds. Run: <c>Rings.Benchmarks -- libraries [ROUNDS [messages]]</c>.
/// </summary>
internal static class Libraries
{
    private static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(i => (byte)(7 * i))];
    private static readonly byte[] Digest = Hash.Sha256("digest"u8);

    public static int Run(string[] arguments)
    {
        var rounds = arguments is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : 9;
        if (arguments is [_, "messages"])
        {
            Messages(rounds);
            return 0;
        }

        var signature = new byte[64];
        var id = Secp256k1.Sign(Secret, Digest, signature);
        var target = new byte[64];
        Console.WriteLine("what                                before µs   now µs   ratio");
        Compare("secp256k1 sign", rounds, 200,
            () => BouncyCastleSecp256k1.Sign(Secret, Digest, target), () => Secp256k1.Sign(Secret, Digest, target));
        Compare("secp256k1 recover", rounds, 200,
            () => BouncyCastleSecp256k1.Recover(Digest, signature, id, true),
            () => Secp256k1.Recover(Digest, signature, id, true));
        Compare("secp256k1 public key", rounds, 200,
            () => BouncyCastleSecp256k1.PublicKey(Secret, true), () => Secp256k1.PublicKey(Secret, true));
        Accounts(rounds);
        TimeByKey(rounds);
        Messages(rounds);
        return 0;
    }

    /// <summary>Public messages through the cluster's serializer and back.</summary>
    private static void Messages(int rounds)
    {
        using var system = ActorSystem.Create(
            "libraries", ConfigurationFactory.ParseString("akka.loglevel = WARNING").WithFallback(NodeSettings.ReferenceConfig()));
        var (before, now) = (new HyperionBefore(system), new RingsNodeSerializer((ExtendedActorSystem)system));
        var did = Did.Read(Digest);
        object[] messages =
        [
            new SendPlain(did, "chat/1", new byte[64]), new Received(did, "chat/1", new byte[64], new string('a', 32), DateTimeOffset.UnixEpoch),
            new Delivered(new string('a', 32), TimeSpan.FromMilliseconds(12)), new Lookup(did), new NeighboursChanged([did, did], [did, did]),
        ];
        foreach (var message in messages)
        {
            var name = $"{message.GetType().Name}, {before.ToBinary(message).Length} and {now.ToBinary(message).Length} B";
            // Many short rounds: the least of them met nothing else that the machine did.
            Compare(name, 40 * rounds, 200,
                () => before.FromBinary(before.ToBinary(message)), () => now.FromBinary(now.ToBinary(message), now.Manifest(message)));
        }
    }

    /// <summary>A whole signature by an account, checked before it is given away, and a delegation of a stranger.</summary>
    private static void Accounts(int rounds)
    {
        foreach (var kind in new[] { AccountKind.Secp256k1, AccountKind.Eip191, AccountKind.Bip137 })
        {
            using var account = AccountKey.FromSecret(kind, Secret);
            var did = account.Did;
            var signed = account.Sign("text");
            Compare($"{kind} verify", rounds, 200,
                () => SecondOpinion.Verify(kind, did, "text", signed),
                () => AccountSignature.Verify(kind, did, [], "text", signed));
            Console.WriteLine($"{kind} account signs, checked: {Least(rounds, 200, () => account.Sign("text")):F0} µs");
        }

        foreach (var kind in new[] { AccountKind.Eip191, AccountKind.Eip712, AccountKind.Bip322 }) Delegations(kind, rounds);
    }

    /// <summary>A delegation of a stranger, from its bytes to the verdict: at most 400 a second are looked at.</summary>
    private static void Delegations(AccountKind kind, int rounds)
    {
        using var account = AccountKey.FromSecret(kind, Secret);
        using var session = SessionKey.FromSeed(Secret);
        var issued = Instant.FromUnixMilliseconds(1_763_805_600_000);
        var bytes = new DelegationDraft(
            kind, account.Did, [], session.PublicKey, RingId.OfPublic("bench"), issued,
            issued + Delegation.DefaultLifetime, Secret.AsSpan(0, 16)).Sign(account).Bytes.ToArray();
        var each = Least(rounds, 200, () => Delegation.Read(bytes).IsSignedByAccount());
        Console.WriteLine($"{kind} delegation, read and verified: {each:F0} µs; 400 a second are {each / 25:F1} % of a core");
    }

    /// <summary>Keys of few and of many bits: the times should not tell them apart.</summary>
    private static void TimeByKey(int rounds)
    {
        var secrets = new[] { (byte)0, (byte)0x10, (byte)0x7f, (byte)0xfe }.Select(fill =>
        {
            var secret = Enumerable.Repeat(fill, 32).ToArray();
            secret[31] |= 1;
            return secret;
        }).ToArray();
        var target = new byte[64];
        Spread("BouncyCastle", secrets, rounds, secret => BouncyCastleSecp256k1.Sign(secret, Digest, target));
        Spread("now", secrets, rounds, secret => Secp256k1.Sign(secret, Digest, target));
    }

    /// <summary>The keys take turns, so that what else the machine does falls on all of them.</summary>
    private static void Spread(string when, byte[][] secrets, int rounds, Action<byte[]> sign)
    {
        var times = secrets.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < 40 * rounds; round++)
            for (var which = 0; which < secrets.Length; which++)
                times[which].Add(Once(5, () => sign(secrets[which])));
        var medians = times.Select(all => all.Order().ElementAt(all.Count / 2)).ToArray();
        Console.WriteLine($"sign with keys of 1, 33, 225 and 225 bits set, {when}, medians: "
            + string.Join(", ", medians.Select(median => $"{median:F1}"))
            + $" µs; the most is {medians.Max() / medians.Min() - 1:P1} over the least");
    }

    private static void Compare(string name, int rounds, int times, Action before, Action now)
    {
        WarmUp(before);
        WarmUp(now);
        var (left, right) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < rounds; round++)
        {
            left = Math.Min(left, Once(times, before));
            right = Math.Min(right, Once(times, now));
        }

        Console.WriteLine($"{name,-34} {left,10:F2} {right,8:F2} {right / left,7:F2}");
    }

    /// <summary>Half a second: code that runs for the first time is compiled for quickness after a while only.</summary>
    private static void WarmUp(Action action)
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started).TotalMilliseconds < 500;) action();
    }

    private static double Least(int rounds, int times, Action action) =>
        Enumerable.Range(0, rounds).Min(_ => Once(times, action));

    private static double Once(int times, Action action)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < times; i++) action();
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / times;
    }
}
