using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;
using static Rings.Vectors.VectorBytes;

namespace Rings.Vectors;

/// <summary>The vectors of section 11: a split key, a claim with its words, every message, and what is refused.</summary>
internal static class SecretVectors
{
    private static readonly RingId Ring = RingId.OfPublic("main");
    private static readonly Did Claimant = Did.Read(Bytes(0x40, 20));
    private static readonly Did Guardian = Did.Read(Bytes(0x60, 20));
    private static readonly SecretId Id = SecretId.Read(Bytes(0x80, 16));
    private static readonly SecretId Claim = SecretId.Read(Bytes(0xA0, 16));
    private static readonly Instant Now = Instant.FromUnixMilliseconds(1_800_000_000_000);

    public static JsonObject Make()
    {
        var key = Bytes(1, 32);
        using var account = AccountKey.FromSecret(AccountKind.Secp256k1, key);
        var draws = new Draws(0x20);
        var split = SecretOwner.New(new(Ring, account.Did)).SplitKey(
            Id, "", Secp256k1Scalar.Read(key, "key"),
            new([Guardian, Did.Read(Bytes(0x61, 20)), Did.Read(Bytes(0x62, 20))], 2, 24), Now, draws.Fill);
        var deals = split.Sends.Select(send => (SecretMessage.Deal)send.Message).OrderBy(deal => deal.Index).ToList();
        return new()
        {
            ["description"] = "Rings/1: secrets kept by friends, bytes in hex; docs/protocol/11-secrets.md",
            ["split"] = new JsonObject
            {
                ["key"] = Hex(key),
                ["owner"] = account.Did.ToString(),
                ["draws"] = draws.ToJson(),
                ["commitments"] = new JsonArray([.. deals[0].Commitments.ToByteArrays().Select(point => (JsonNode)Hex(point))]),
                ["shares"] = new JsonArray([.. deals.Select(deal => (JsonNode)Hex(deal.Share.ToByteArray()))]),
                ["deals"] = new JsonArray([.. deals.Select(deal => (JsonNode)Hex(SecretCodec.Write(deal)))]),
            },
            ["claim"] = MakeClaim(account.Did),
            ["messages"] = new JsonArray([.. Messages(deals[0]).Select(message => (JsonNode)Hex(SecretCodec.Write(message)))]),
            ["refused"] = new JsonArray([.. Refused(deals[0]).Select(bytes => (JsonNode)Hex(bytes))]),
        };
    }

    private static JsonObject MakeClaim(Did owner)
    {
        var draws = new Draws(0xC0);
        var guardian = Rings.Sovereign.Secrets.Guardian.New(new(Ring, Guardian));
        var claimant = SecretRecovery.New(new(Ring, Claimant)).Begin(
            new(owner, Id, 2, [Guardian, Did.Read(Bytes(0x61, 20))], default, "main", []), false, Now, draws.Fill);
        var claim = (SecretMessage.Claim)claimant.Sends.Single(send => send.To == Guardian).Message;
        var challenge = guardian.Receive(Claimant, claim, Now, draws.Fill).Sends[0].Message;
        var opened = claimant.State.Receive(Guardian, challenge);
        return new()
        {
            ["ring"] = Ring.ToString(),
            ["claimant"] = Claimant.ToString(),
            ["guardian"] = Guardian.ToString(),
            ["claim"] = Hex(SecretCodec.Write(claim)),
            ["challenge"] = Hex(SecretCodec.Write(challenge)),
            ["opening"] = Hex(SecretCodec.Write(opened.Sends[0].Message)),
            ["words"] = opened.State.WordsFor(opened.State.Tasks.Values.Single(), Guardian)!.Value.ToString(),
        };
    }

    private static IEnumerable<SecretMessage> Messages(SecretMessage.Deal deal) =>
    [
        deal, new SecretMessage.Dealt(Id, 1, SecretVerdict.Kept), new SecretMessage.Commit(Id, 1),
        new SecretMessage.Commit(Id, SecretMessage.EveryVersion), new SecretMessage.Warning(Claim, Claimant, Id),
        new SecretMessage.Veto(Claim), new SecretMessage.Return(Claim, Id, 0, null),
        new SecretMessage.Return(Claim, Id, 1, new(deal.Index, deal.Mode, deal.Commitments, deal.Share, [])),
    ];

    private static IEnumerable<byte[]> Refused(SecretMessage.Deal deal)
    {
        yield return SecretCodec.Write(deal with { Version = 0 });
        yield return SecretCodec.Write(deal with { Version = SecretMessage.EveryVersion });
        yield return SecretCodec.Write(deal with { Index = 0 });
        yield return SecretCodec.Write(deal with { Index = 4 });
        yield return SecretCodec.Write(deal with { Count = 1 });
        yield return SecretCodec.Write(deal with { Count = 33 });
        yield return SecretCodec.Write(deal with { DelayHours = SecretCodec.MaxDelayHours + 1 });
        yield return SecretCodec.Write(deal with { Share = Secp256k1Scalar.Zero });
        yield return SecretCodec.Write(deal with { Sealed = [1, 2, 3] });
        yield return SecretCodec.Write(deal with { Mode = 0 });
        yield return SecretCodec.Write(deal with { Mode = SecretMode.Sealed });
        yield return SecretCodec.Write(new SecretMessage.Dealt(Id, 1, 0));
        yield return Field(1, []);
        yield return [];
    }
}
