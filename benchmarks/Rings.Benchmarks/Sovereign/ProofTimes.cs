using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Live;
using Rings.Sovereign.Proofs.Statements;

namespace Rings.Benchmarks.Sovereign;

/// <summary>What prover and verifier compute for one live proof, on one thread, and how many bytes the moves have.</summary>
internal static class ProofTimes
{
    private static readonly RingId Ring = RingId.OfPublic("main");
    private static readonly Did Prover = Did.Zero.Finger(1);
    private static readonly Did Verifier = Did.Zero.Finger(2);

    public static int Run(string rounds)
    {
        var count = int.Parse(rounds, CultureInfo.InvariantCulture);
        var secrets = Enumerable.Range(1, OneOfStatement.MaxKeys).Select(_ => Secp256k1Scalar.Draw(RandomNumberGenerator.Fill)).ToArray();
        var keys = secrets.Select(Secp256k1Point.OfSecret).ToArray();
        var (own, tag) = (secrets[700], ProofTag.Of(secrets[700], Verifier, "vote 7"));
        Measure("own account", new OwnStatement(keys[700]), own, count * 20);
        Measure("same owner, tagged", new SameOwnerStatement(keys[700], tag), own, count * 20);
        Measure("one of 16", new OneOfStatement([.. keys[690..706]]), own, count);
        Measure("one of 64", new OneOfStatement([.. keys[690..754]]), own, count);
        Measure("one of 64, tagged", new OneOfStatement([.. keys[690..754]], tag), own, count);
        Measure("one of 1,024", new OneOfStatement([.. keys]), own, count);
        Measure("one of 1,024, tagged", new OneOfStatement([.. keys], tag), own, count);
        return 0;
    }

    private static void Measure(string name, ProofStatement statement, Secp256k1Scalar secret, int rounds)
    {
        var (proving, verifying, bytes) = (new List<double>(), new List<double>(), 0);
        for (var round = 0; round < rounds + 2; round++)
        {
            var verifier = new LiveVerifier(Ring, Prover, Verifier, default, statement, isWary: false, RandomNumberGenerator.Fill);
            var began = Stopwatch.GetTimestamp();
            var prover = LiveProver.Begin(Ring, Prover, Verifier, verifier.Ask, statement, new KeysWitness(secret), RandomNumberGenerator.Fill)!;
            var proved = Stopwatch.GetElapsedTime(began);
            var open = (ProofMessage.Open)verifier.Take(prover.First);
            began = Stopwatch.GetTimestamp();
            var last = (ProofMessage.Move)prover.Answer(open);
            proved += Stopwatch.GetElapsedTime(began);
            began = Stopwatch.GetTimestamp();
            if (verifier.Take(last) is not ProofMessage.End { Result: ProofResult.Accepted }) throw new InvalidOperationException(name);
            proving.Add(proved.TotalMilliseconds);
            verifying.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            bytes = prover.First.Data.Length + last.Data.Length;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-22} prove: least {proving.Min():F2}, median {Median(proving):F2} ms; verify: least {verifying.Min():F2}, median {Median(verifying):F2} ms; {bytes:N0} bytes"));
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
