using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Files;
using Rings.Sovereign.Proofs.Live;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Tests.Proofs;

/// <summary>Statements of each kind, with what proves them, and live proofs of them from Anna to Bela.</summary>
internal sealed class ProofWorld
{
    public static readonly RingId Ring = RingId.OfPublic("main");
    public static readonly Did Anna = Did.Zero.Finger(1);
    public static readonly Did Bela = Did.Zero.Finger(2);
    public static readonly Instant Now = Instant.FromUnixMilliseconds(1_800_000_000_000);

    private const string Words = "vote 7";

    public ProofWorld(string kind, int seed = 11)
    {
        Random = new(seed);
        if (kind.EndsWith("edwards", StringComparison.Ordinal)) (Statement, Witness, Numbers) = MakeEdwards(kind);
        else
        {
            (Statement, Witness, Secrets) = Make(kind);
            Numbers = [.. Secrets.Select(secret => Convert.ToHexString(secret.ToByteArray()))];
        }
    }

    public static TheoryData<string> Kinds =>
    [
        "own", "account", "edwards", "same", "all", "any", "any-of-all", "any-edwards", "or2", "or16", "or3-tag", "list17", "list20-tag", "list32",
    ];

    public SeededBytes Random { get; }

    public ProofStatement Statement { get; }

    /// <summary>Proves it.</summary>
    public KeysWitness Witness { get; }

    /// <summary>The secrets in it that are of secp256k1.</summary>
    public ImmutableArray<Secp256k1Scalar> Secrets { get; } = [];

    /// <summary>All secrets in it, in hex.</summary>
    public ImmutableArray<string> Numbers { get; }

    public KeysWitness Stranger => new(Secp256k1Scalar.Draw(Random.Fill));

    public LiveVerifier Verifier(SeededBytes? random = null) =>
        new(Ring, Anna, Bela, SecretId.Draw((random ?? Random).Fill), Statement, isWary: false, (random ?? Random).Fill);

    public LiveProver Prover(ProofMessage.Ask ask, SeededBytes? random = null) =>
        LiveProver.Begin(Ring, Anna, Bela, ask, Statement, Witness, (random ?? Random).Fill)!;

    public ProofFile File(Did audience) =>
        ProofFile.Make(Ring, audience, Statement, Now + TimeSpan.FromDays(1), Witness, Random.Fill)!;

    /// <summary>Public keys of a list and their secrets.</summary>
    public (ImmutableArray<Secp256k1Point> Keys, ImmutableArray<Secp256k1Scalar> Secrets) List(int count)
    {
        var secrets = Enumerable.Range(0, count).Select(_ => Secp256k1Scalar.Draw(Random.Fill)).ToImmutableArray();
        return ([.. secrets.Select(Secp256k1Point.OfSecret)], secrets);
    }

    private (ProofStatement, KeysWitness, ImmutableArray<Secp256k1Scalar>) Make(string kind)
    {
        if (kind.StartsWith("or", StringComparison.Ordinal) || kind.StartsWith("list", StringComparison.Ordinal)) return MakeList(kind);
        var (keys, secrets) = List(3);
        var tag = ProofTag.Of(secrets[0], Bela, Words);
        GroupStatement own = new OwnStatement(keys[0]), other = new OwnStatement(keys[1]), third = new OwnStatement(keys[2]);
        GroupStatement same = new SameOwnerStatement(keys[0], tag);
        return kind switch
        {
            "own" => (own, new(secrets[0]), [secrets[0]]),
            "account" => (new OwnStatement(keys[0], AccountDid.OfEthereum(keys[0].ToUncompressed())), new(secrets[0]), [secrets[0]]),
            "same" => (same, new(secrets[0]), [secrets[0]]),
            "all" => (new AllStatement([same, other]), new(secrets[0], secrets[1]), [secrets[0], secrets[1]]),
            "any" => (new AnyStatement([other, same, third]), new(secrets[0]), [secrets[0]]),
            _ => (new AnyStatement([third, new AllStatement([own, other])]), new(secrets[0], secrets[1]), [secrets[0], secrets[1]]),
        };
    }

    /// <summary>An Ed25519 account, alone or as one of three, of which one has a key of secp256k1.</summary>
    private (ProofStatement, KeysWitness, ImmutableArray<string>) MakeEdwards(string kind)
    {
        var secrets = Enumerable.Range(0, 2).Select(_ => Edwards25519Scalar.Draw(Random.Fill)).ToList();
        var members = secrets.Select(secret => new EdwardsStatement(Edwards25519Point.OfSecret(secret))).ToList();
        var (own, other) = (members[0], members[1]);
        GroupStatement statement = kind == "edwards" ? own : new AnyStatement([new OwnStatement(List(1).Keys[0]), own, other]);
        return (statement, new(secrets[0]), [Convert.ToHexString(secrets[0].ToByteArray())]);
    }

    private (ProofStatement, KeysWitness, ImmutableArray<Secp256k1Scalar>) MakeList(string kind)
    {
        var count = int.Parse(new string([.. kind.Where(char.IsDigit)]), System.Globalization.CultureInfo.InvariantCulture);
        var (keys, secrets) = List(count);
        var own = secrets[count * 2 / 3];
        var tag = kind.EndsWith("tag", StringComparison.Ordinal) ? ProofTag.Of(own, Bela, Words) : null;
        return (new OneOfStatement(keys, tag), new(own), [own]);
    }
}
