using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;
using static Rings.Vectors.VectorBytes;

namespace Rings.Vectors;

/// <summary>The vectors of section 13: secrets from <c>swap.key</c>, the hash of terms, every message, and what is refused.</summary>
internal static class SwapVectors
{
    private static readonly RingId Ring = RingId.OfPublic("main");
    private static readonly Did Offerer = Did.Read(Bytes(0x40, 20));
    private static readonly Did Taker = Did.Read(Bytes(0x60, 20));
    private static readonly SecretId Id = SecretId.Read(Bytes(0x80, 16));

    public static JsonObject Make()
    {
        var (one, two) = (SwapSecrets.Of(Bytes(1, 32), Id, SwapRole.Offerer, Taker), SwapSecrets.Of(Bytes(2, 32), Id, SwapRole.Taker, Offerer));
        var offer = new SwapMessage.Offer(
            Id,
            new(ChainName.Read("bip122:530827f38f93b43ed12af0b3ad25a288#a"), Bytes32.Read(Bytes(0x10, 32)), "ltc", Amount.Of(150_000_000),
                KeyOf(one.RefundKey), ChainPlace.None, 0, Amount.Of(20_000), ChainPlace.None),
            new(ChainName.Read("eip155:31337"), Bytes32.Read(Bytes(0x30, 32)), "eth", Amount.Of(1_000_000_000_000_000_000),
                ChainPlace.None, ChainPlace.Read(Bytes(0x50, 20)), 12, Amount.Of(2_000_000_000_000_000), ChainPlace.Read(Bytes(0x70, 20))),
            1_800_172_800, 1_800_086_400, SwapSecrets.HashOf(one.Preimage!.Value), 1_800_000_600_000);
        var accept = new SwapMessage.Accept(Id, KeyOf(two.ClaimKey), ChainPlace.Read(Bytes(0x90, 20)), 6, default);
        accept = accept with { TermsHash = new SwapTerms(Ring, Offerer, Taker, offer, null).HashWith(accept) };
        return new()
        {
            ["description"] = "Rings/1: swaps, bytes in hex; docs/protocol/13-swaps.md",
            ["secrets"] = new JsonArray(
                Secrets(Bytes(1, 32), SwapRole.Offerer, Taker, one), Secrets(Bytes(2, 32), SwapRole.Taker, Offerer, two)),
            ["terms"] = new JsonObject
            {
                ["ring"] = Ring.ToString(),
                ["offerer"] = Offerer.ToString(),
                ["taker"] = Taker.ToString(),
                ["offer"] = Hex(SwapCodec.Write(offer)),
                ["accept"] = Hex(SwapCodec.Write(accept)),
                ["hash"] = accept.TermsHash.ToString(),
            },
            ["messages"] = new JsonArray([.. ((SwapMessage[])
                [offer, accept, new SwapMessage.Note(Id, SwapStage.Leg1Sent, "00ff"), new SwapMessage.Cancel(Id, SwapFault.NoMoney)])
                .Select(message => (JsonNode)Hex(SwapCodec.Write(message)))]),
            ["refused"] = new JsonArray([.. Refused(offer, accept).Select(bytes => (JsonNode)Hex(bytes))]),
        };
    }

    private static JsonObject Secrets(byte[] key, SwapRole role, Did peer, SwapSecrets secrets) => new()
    {
        ["key"] = Hex(key),
        ["id"] = Id.ToString(),
        ["role"] = (int)role,
        ["peer"] = peer.ToString(),
        ["claim"] = secrets.ClaimKey.ToString(),
        ["refund"] = secrets.RefundKey.ToString(),
        ["preimage"] = secrets.Preimage?.ToString(),
    };

    private static ChainPlace KeyOf(Bytes32 secret) =>
        ChainPlace.Read(Secp256k1Point.OfSecret(Secp256k1Scalar.Read(secret.ToByteArray(), "secret")).Encoded);

    private static IEnumerable<byte[]> Refused(SwapMessage.Offer offer, SwapMessage.Accept accept)
    {
        yield return SwapCodec.Write(offer with { Give = offer.Give with { Confirmations = 1 } });
        yield return SwapCodec.Write(offer with { Give = offer.Give with { ClaimTo = offer.Give.RefundTo } });
        yield return SwapCodec.Write(offer with { Give = offer.Give with { RefundTo = offer.Take.ClaimTo } });
        yield return SwapCodec.Write(offer with { Take = offer.Take with { Confirmations = SwapLimits.Confirmations + 1 } });
        yield return SwapCodec.Write(offer with { Take = offer.Take with { Contract = ChainPlace.None } });
        yield return SwapCodec.Write(offer with { Take = offer.Take with { Asset = "ETH" } });
        yield return SwapCodec.Write(offer with { T1 = 500_000 });
        yield return SwapCodec.Write(offer with { ValidUntilMs = 0 });
        yield return SwapCodec.Write(accept with { GiveConfirmations = 0 });
        yield return SwapCodec.Write(accept with { TakeRefundTo = ChainPlace.None });
        yield return SwapCodec.Write(new SwapMessage.Note(Id, 0, ""));
        yield return SwapCodec.Write(new SwapMessage.Note(Id, SwapStage.Done, "<b>"));
        yield return [];
    }
}
