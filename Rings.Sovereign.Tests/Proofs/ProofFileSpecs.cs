using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Proofs.Files;
using Rings.Sovereign.Proofs.Statements;

namespace Rings.Sovereign.Tests.Proofs;

/// <summary>Proofs in files: whom they convince, and whom not.</summary>
public sealed class ProofFileSpecs
{
    public static TheoryData<string> Kinds => ProofWorld.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_convinces_whom_it_is_for_and_nobody_else_or_later(string kind)
    {
        var world = new ProofWorld(kind);
        var proof = ProofFileText.Parse(ProofFileText.Of(world.File(ProofWorld.Bela)));

        Assert.Equal(ProofVerdict.Accepted, proof.Check(ProofWorld.Ring, ProofWorld.Bela, ProofWorld.Now));
        Assert.Equal(ProofVerdict.OtherAudience, proof.Check(ProofWorld.Ring, ProofWorld.Anna, ProofWorld.Now));
        Assert.Equal(ProofVerdict.OtherRing, proof.Check(RingId.OfPublic("other"), ProofWorld.Bela, ProofWorld.Now));
        Assert.Equal(ProofVerdict.Ended, proof.Check(ProofWorld.Ring, ProofWorld.Bela, proof.NotAfter + TimeSpan.FromMilliseconds(1)));
        Assert.Null(ProofFile.Make(
            ProofWorld.Ring, ProofWorld.Bela, world.Statement, proof.NotAfter, world.Stranger, world.Random.Fill));
    }

    [Fact]
    public void It_may_be_for_anybody()
    {
        var proof = new ProofWorld("account").File(Did.Zero);

        Assert.Equal(ProofVerdict.Accepted, proof.Check(ProofWorld.Ring, ProofWorld.Anna, ProofWorld.Now));
    }

    [Theory]
    [InlineData("ring")]
    [InlineData("audience")]
    [InlineData("id")]
    [InlineData("nonce")]
    [InlineData("time")]
    [InlineData("order")]
    [InlineData("moves")]
    public void A_thief_who_writes_another_context_on_it_is_refused(string changed)
    {
        var world = new ProofWorld("or16");
        var proof = world.File(ProofWorld.Bela);
        var ring = changed == "ring" ? RingId.OfPublic("other") : ProofWorld.Ring;
        var statement = changed == "order" ? new OneOfStatement([.. ((OneOfStatement)proof.Statement).Keys.Reverse()]) : proof.Statement;
        var stolen = new ProofFile(
            ring, changed == "audience" ? Did.Zero : ProofWorld.Bela, changed == "id" ? default : proof.Id,
            changed == "nonce" ? default : proof.Nonce, statement,
            changed == "time" ? proof.NotAfter + TimeSpan.FromDays(1) : proof.NotAfter,
            changed == "moves" ? [.. world.File(ProofWorld.Bela).Moves] : proof.Moves);

        Assert.Equal(ProofVerdict.Refused, stolen.Check(ring, ProofWorld.Bela, ProofWorld.Now));
    }

    [Fact]
    public void A_source_that_repeats_itself_repeats_the_proof_and_gives_no_two_answers_to_one_move()
    {
        var world = new ProofWorld("or3-tag");
        ProofFile Made(TimeSpan later) => ProofFile.Make(
            ProofWorld.Ring, ProofWorld.Bela, world.Statement, ProofWorld.Now + later, world.Witness, new SeededBytes(1).Fill)!;
        var (first, second) = (Made(TimeSpan.FromDays(1)), Made(TimeSpan.FromDays(2)));

        Assert.Equal(ProofFileText.Of(first), ProofFileText.Of(Made(TimeSpan.FromDays(1))));
        Assert.NotEqual<byte>(first.Moves[0], second.Moves[0]);
    }

    [Theory]
    [InlineData("account")]
    [InlineData("or3-tag")]
    public void A_mutated_file_is_refused_and_by_no_other_exception_than_ours(string kind)
    {
        var (text, choose, accepted) = (ProofFileText.Of(new ProofWorld(kind).File(ProofWorld.Bela)), new Random(12), 0);
        var (title, body) = (text[..text.IndexOf('\n')], Convert.FromBase64String(text[text.IndexOf('\n')..]));
        for (var run = 0; run < 500; run++)
        {
            var changed = body.ToArray();
            changed[choose.Next(changed.Length)] ^= (byte)(1 << choose.Next(8));
            try
            {
                var proof = ProofFileText.Parse($"{title}\n{Convert.ToBase64String(changed)}");
                if (proof.Check(ProofWorld.Ring, ProofWorld.Bela, ProofWorld.Now) == ProofVerdict.Accepted) accepted++;
            }
            catch (ProtocolException)
            {
                // Refused, as it may be.
            }
        }

        Assert.Equal(0, accepted);
    }

    [Fact]
    public void A_text_in_another_form_is_refused()
    {
        var text = ProofFileText.Of(new ProofWorld("own").File(Did.Zero));
        var body = Convert.FromBase64String(text[text.IndexOf('\n')..]);
        string Of(byte[] bytes) => $"Rings Network: proof\n{Convert.ToBase64String(bytes)}\n";

        Assert.NotNull(ProofFileText.Parse(Of(body)));
        Assert.Throws<ProtocolException>(() => ProofFileText.Parse(text.Replace("Network", "Net", StringComparison.Ordinal)));
        Assert.Throws<ProtocolException>(() => ProofFileText.Parse(text + "!"));
        Assert.Throws<ProtocolException>(() => ProofFileText.Parse(Of([.. body, 0x78, 1])));
        Assert.Throws<ProtocolException>(() => ProofFileText.Parse(new string('a', ProofFileText.MaxLength + 1)));
        Assert.Throws<ProtocolException>(() => ProofFileText.Parse(""));
    }

    [Fact]
    public void An_end_before_1970_or_after_9999_is_refused()
    {
        var world = new ProofWorld("own");
        ProofFile? Ending(long milliseconds) => ProofFile.Make(
            ProofWorld.Ring, Did.Zero, world.Statement, Instant.FromUnixMilliseconds(milliseconds), world.Witness, world.Random.Fill);

        Assert.NotNull(Ending(253_402_300_799_999));
        Assert.Throws<ProtocolException>(() => Ending(0));
        Assert.Throws<ProtocolException>(() => Ending(-1));
        Assert.Throws<ProtocolException>(() => StatementCodec.ReadOfFile(world.Statement.ToBytes().AsSpan()));
    }
}
