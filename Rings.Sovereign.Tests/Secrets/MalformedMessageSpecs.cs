using Google.Protobuf;
using Rings.Protocol;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Tests.Secrets;

/// <summary>Deals, claims and returns whose form is wrong: refused, with the field that is.</summary>
public sealed class MalformedMessageSpecs
{
    private static readonly byte[] Infinity = new byte[33];

    /// <summary>02 and an abscissa that no point of the curve has: 5.</summary>
    private static readonly byte[] OffTheCurve = [0x02, .. new byte[31], 5];

    [Theory]
    [InlineData("no id", "SecretDeal.id")]
    [InlineData("version 0", "SecretDeal.version")]
    [InlineData("the version that ends all", "SecretDeal.version")]
    [InlineData("k = 1", "SecretDeal.k")]
    [InlineData("k above n", "SecretDeal.k")]
    [InlineData("n = 1", "SecretDeal.n")]
    [InlineData("n = 33", "SecretDeal.n")]
    [InlineData("index 0", "SecretDeal.index")]
    [InlineData("index above n", "SecretDeal.index")]
    [InlineData("no mode", "SecretDeal.mode")]
    [InlineData("a commitment too few", "SecretDeal.commitments")]
    [InlineData("a commitment too many", "SecretDeal.commitments")]
    [InlineData("a commitment off the curve", "SecretDeal.commitments")]
    [InlineData("a commitment at infinity", "SecretDeal.commitments")]
    [InlineData("a commitment of another form", "SecretDeal.commitments")]
    [InlineData("a share of 0", "SecretDeal.share")]
    [InlineData("a share of n", "SecretDeal.share")]
    [InlineData("a short share", "SecretDeal.share")]
    [InlineData("nothing sealed", "SecretDeal.sealed")]
    [InlineData("too much sealed", "SecretDeal.sealed")]
    [InlineData("a payload in mode key", "SecretDeal.sealed")]
    [InlineData("31 days of delay", "SecretDeal.delay_hours")]
    public void A_deal(string what, string field)
    {
        var deal = SecretCodec.WriteDeal(new SecretWorld(1, guardians: 2).SealedDeal());
        Assert.IsType<SecretMessage.Deal>(SecretCodec.Read(Bytes(deal)));

        Spoil(deal, what);

        Assert.Equal(field, Assert.Throws<ProtocolException>(() => SecretCodec.Read(Bytes(deal))).Field);
    }

    [Theory]
    [InlineData("no id", "SecretReturn.id")]
    [InlineData("k = 1", "SecretReturn.k")]
    [InlineData("index 0", "SecretReturn.index")]
    [InlineData("a commitment too few", "SecretReturn.commitments")]
    [InlineData("a share of n", "SecretReturn.share")]
    public void A_return(string what, string field)
    {
        var deal = new SecretWorld(1, guardians: 2).SealedDeal();
        var returned = SecretCodec.WriteReturn(new(
            SecretId.Draw(new SeededBytes(2).Fill), deal.Id, 1, new(1, deal.Mode, deal.Commitments, deal.Share, deal.Sealed)));

        switch (what)
        {
            case "no id": returned.Id = ByteString.Empty; break;
            case "k = 1": returned.K = 1; break;
            case "index 0": returned.Index = 0; break;
            case "a commitment too few": returned.Commitments.RemoveAt(0); break;
            default: returned.Share = Order(); break;
        }

        Assert.Equal(field, Assert.Throws<ProtocolException>(() => SecretCodec.Read(
            new Proto.SecretMessage { Return = returned }.ToByteArray())).Field);
    }

    [Fact]
    public void Claims_and_their_answers()
    {
        (Proto.SecretMessage Message, string Field)[] wrong =
        [
            (new() { Claim = new() { Claim = Some(15), Owner = Some(20), Id = Some(16), Commitment = Some(32) } }, "SecretClaim.claim"),
            (new() { Claim = new() { Claim = Some(16), Owner = Some(19), Id = Some(16), Commitment = Some(32) } }, "SecretClaim.owner"),
            (new() { Claim = new() { Claim = Some(16), Owner = Some(20), Id = Some(0), Commitment = Some(32) } }, "SecretClaim.id"),
            (new() { Claim = new() { Claim = Some(16), Owner = Some(20), Id = Some(16), Commitment = Some(31) } }, "SecretClaim.commitment"),
            (new() { Challenge = new() { Claim = Some(16), Nonce = Some(33) } }, "SecretChallenge.nonce"),
            (new() { Opening = new() { Claim = Some(16), Random = Some(0) } }, "SecretOpening.random"),
            (new() { Veto = new() { Claim = Some(17) } }, "SecretVeto.claim"),
            (new() { Warning = new() { Claim = Some(16), Claimant = Some(21), Id = Some(16) } }, "SecretWarning.claimant"),
            (new() { Commit = new() { Id = Some(16), Version = 0 } }, "SecretCommit.version"),
            (new() { Dealt = new() { Id = Some(16), Version = 1 } }, "SecretDealt.verdict"),
            (new(), "SecretMessage.body"),
        ];

        Assert.All(wrong, one => Assert.Equal(
            one.Field, Assert.Throws<ProtocolException>(() => SecretCodec.Read(one.Message.ToByteArray())).Field));
    }

    private static void Spoil(Proto.SecretDeal deal, string what)
    {
        switch (what)
        {
            case "no id": deal.Id = ByteString.Empty; break;
            case "version 0": deal.Version = 0; break;
            case "the version that ends all": deal.Version = SecretMessage.EveryVersion; break;
            case "k = 1": deal.K = 1; break;
            case "k above n": deal.K = deal.N + 1; break;
            case "n = 1": deal.N = 1; break;
            case "n = 33": deal.N = 33; break;
            case "index 0": deal.Index = 0; break;
            case "index above n": deal.Index = deal.N + 1; break;
            case "no mode": deal.Mode = default; break;
            case "a commitment too few": deal.Commitments.RemoveAt(1); break;
            case "a commitment too many": deal.Commitments.Add(deal.Commitments[0]); break;
            case "a commitment off the curve": deal.Commitments[1] = ByteString.CopyFrom(OffTheCurve); break;
            case "a commitment at infinity": deal.Commitments[1] = ByteString.CopyFrom(Infinity); break;
            case "a commitment of another form": deal.Commitments[1] = Some(65); break;
            case "a share of 0": deal.Share = ByteString.CopyFrom(new byte[32]); break;
            case "a share of n": deal.Share = Order(); break;
            case "a short share": deal.Share = Some(31); break;
            case "nothing sealed": deal.Sealed = ByteString.Empty; break;
            case "too much sealed": deal.Sealed = Some(SecretCodec.MaxPayload + 17); break;
            case "a payload in mode key": deal.Mode = Proto.Mode.Key; break;
            default: deal.DelayHours = SecretCodec.MaxDelayHours + 24; break;
        }
    }

    private static byte[] Bytes(Proto.SecretDeal deal) => new Proto.SecretMessage { Deal = deal }.ToByteArray();

    /// <summary>The order of secp256k1 (SEC 2, 2.4.1): the least number that is none.</summary>
    private static ByteString Order() => ByteString.CopyFrom(
        Convert.FromHexString("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141"));

    private static ByteString Some(int length) => ByteString.CopyFrom([.. Enumerable.Repeat((byte)1, length)]);
}
