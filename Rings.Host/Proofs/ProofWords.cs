using System.Collections.Immutable;
using System.Globalization;
using Rings.Host.Cli;
using Rings.Host.JsonRpc;
using Rings.Protocol;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Files;
using Rings.Sovereign.Proofs.Statements;
using static Rings.Sovereign.Actors.Public.RingsProofsProtocol;

namespace Rings.Host.Proofs;

/// <summary>Proofs in words, and lists of keys as people write them.</summary>
internal static class ProofWords
{
    /// <summary>What is known after a proof in a file was accepted: one sentence.</summary>
    public static string Known(ProofFile proof)
    {
        var whom = proof.Audience == Did.Zero ? "anybody" : proof.Audience.ToString();
        return $"Accepted: whoever made this proof, for {whom} and until {Time(proof)}, is {proof.Statement.Claim}.";
    }

    /// <summary>Why a proof in a file was not accepted.</summary>
    public static string Of(ProofVerdict verdict, ProofFile proof) => verdict switch
    {
        ProofVerdict.OtherRing => "refused: it was made for another ring. Name the ring: --ring NAME",
        ProofVerdict.OtherAudience => $"refused: it was made for {proof.Audience}, and shows nobody else anything",
        ProofVerdict.OtherRoot => $"refused: it is about a tree of credentials that {proof.Statement.Tree?.Issuer} does not show in its record "
            + $"(any more). Its id is {proof.Statement.Tree?.Id}",
        ProofVerdict.Ended => $"refused: it ended at {Time(proof)}. Ask for a new one",
        _ => "refused: it proves nothing. It was altered, or its maker did not know what it says",
    };

    /// <summary>How a live proof ended, for who gave it.</summary>
    public static string Given(string verifier, string claim, string result) => result switch
    {
        nameof(ProofResult.Accepted) => $"{verifier} now knows that you are {claim}",
        nameof(ProofResult.Refused) => $"{verifier} refused it: its person does not want the proof, or it believes it to be wrong",
        nameof(ProofResult.TimedOut) => $"{verifier} did not answer: nobody was there within 10 minutes, or the way broke. Try again",
        nameof(ProofResult.Busy) => $"{verifier} takes no proof of you now: it has too many under way, or the last was wrong. Try later",
        nameof(ProofResult.WrongOpening) => $"{verifier} tried to cheat, and got nothing",
        _ => $"{verifier} asked for something else than was offered, and got nothing ({result})",
    };

    /// <summary>The public keys of a statement.</summary>
    public static ImmutableArray<string> PublicOf(ProofStatement statement) => statement switch
    {
        OwnStatement own => [own.Key.ToString()],
        EdwardsStatement edwards => [edwards.Key.ToString()],
        SameOwnerStatement same => [same.Key.ToString()],
        OneOfStatement list => [.. list.Keys.Select(key => key.ToString())],
        CompositeStatement parts => [.. parts.Parts.SelectMany(part => PublicOf(part)).Distinct()],
        _ => [],
    };

    /// <summary>A list's lines: a key a line, what follows a blank is a remark, as is a line that begins with #.</summary>
    public static IEnumerable<string> LinesOf(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.StartsWith('#')).Select(line => line.Split((char[])[' ', '\t'], 2)[0]);

    /// <summary>Whether a key of Ed25519 is in a list: 64 hex digits.</summary>
    public static bool HasEdwards(IReadOnlyList<string> lines) => lines.Any(line => line.Length == 2 * Edwards25519Point.Bytes);

    /// <summary>Reads a list with keys of Ed25519 in it: "I own one of them" is proven by "or".</summary>
    /// <exception cref="UserErrorException">A line is no key, one comes twice, or they are not 2 to 16.</exception>
    public static ImmutableArray<GroupStatement> PartsOf(IReadOnlyList<string> lines)
    {
        const int Most = CompositeStatement.MaxParts;
        if (lines.Count is < 2 or > Most)
            throw new UserErrorException($"the list has {lines.Count} keys, with Ed25519 keys among them: expected 2 to {Most}");
        if (lines.Distinct(StringComparer.OrdinalIgnoreCase).Count() != lines.Count)
            throw new UserErrorException("a key is in the list twice");
        return [.. lines.Select(PartOf)];
    }

    /// <summary>Reads a list.</summary>
    /// <exception cref="UserErrorException">A line is no key, one comes twice, or they are not 2 to 1,024.</exception>
    public static ImmutableArray<Secp256k1Point> KeysOf(IEnumerable<string> list)
    {
        var words = list.ToList();
        // Counted before points are computed.
        if (words.Count is < 2 or > OneOfStatement.MaxKeys)
            throw new UserErrorException($"the list has {words.Count} keys: expected 2 to {OneOfStatement.MaxKeys}");
        var keys = words.Select(KeyOf).ToImmutableArray();
        return keys.Distinct().Count() == keys.Length ? keys : throw new UserErrorException("a key is in the list twice");
    }

    /// <summary>The error of an outcome that is none to be glad of.</summary>
    public static JsonRpcException ErrorOf(ProofOutcome outcome) => outcome switch
    {
        ProofOutcome.Full => new(JsonRpcError.Busy, "There are as many proofs, or rules, as there may be."),
        ProofOutcome.OtherRoot => new(
            JsonRpcError.Refused, "It is about another tree of credentials than its issuer shows in its record. Refuse it, or ask for a newer proof."),
        ProofOutcome.Self => new(JsonRpcError.InvalidParams, "Nobody proves anything to itself."),
        _ => new(JsonRpcError.NotFound, "There is no such request here, or not any more."),
    };

    private static GroupStatement PartOf(string line)
    {
        if (line.Length != 2 * Edwards25519Point.Bytes) return new OwnStatement(KeyOf(line));
        try
        {
            return new EdwardsStatement(Edwards25519Point.Read(Convert.FromHexString(line), "key"));
        }
        catch (Exception error) when (error is FormatException or ProtocolException)
        {
            throw new UserErrorException(
                $"'{JsonRpcArguments.Shown(line)}' is no public key of Ed25519: expected 64 hex digits, a point of prime order", error);
        }
    }

    private static Secp256k1Point KeyOf(string word)
    {
        try
        {
            return Secp256k1Point.Read(Convert.FromHexString(word), "key");
        }
        catch (Exception error) when (error is FormatException or ProtocolException)
        {
            throw new UserErrorException(
                $"'{JsonRpcArguments.Shown(word)}' is no public key: expected 66 hex digits, a point of secp256k1", error);
        }
    }

    private static string Time(ProofFile proof) =>
        proof.NotAfter.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";
}
