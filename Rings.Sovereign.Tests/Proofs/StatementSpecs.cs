using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Live;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Tests.Proofs;

/// <summary>Statements, their bytes and their words; messages, parts of moves, and what is remembered of refusals.</summary>
public sealed class StatementSpecs
{
    private static readonly Secp256k1Point One = Secp256k1Point.OfSecret(Secp256k1Scalar.One);
    private static readonly Secp256k1Point Infinity = Secp256k1Point.OfSecret(Secp256k1Scalar.Zero);

    public static TheoryData<string> Kinds => ProofWorld.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_statement_comes_back_from_its_bytes_and_says_itself(string kind)
    {
        var statement = new ProofWorld(kind).Statement;

        var read = StatementCodec.Read(statement.ToBytes().AsSpan());

        Assert.Equal<byte>(statement.ToBytes(), read.ToBytes());
        Assert.Equal(statement.Claim, read.Claim);
        Assert.StartsWith(statement is CompositeStatement ? "(the owner of" : "the owner of", statement.Claim, StringComparison.Ordinal);
    }

    [Fact]
    public void A_statement_names_the_account_or_none()
    {
        var account = new ProofWorld("account").Statement;

        Assert.True(account.Lists(account.Account!.Value));
        Assert.Contains(account.Account!.Value.ToString(), account.Claim, StringComparison.Ordinal);
        Assert.Null(new ProofWorld("or16").Statement.Account);
        Assert.Contains("one of 16 accounts, and does not say which", new ProofWorld("or16").Statement.Claim, StringComparison.Ordinal);
    }

    [Fact]
    public void Statements_that_say_nothing_or_too_much_are_refused()
    {
        var (keys, secrets) = new ProofWorld("own").List(OneOfStatement.MaxKeys + 1);
        var own = new OwnStatement(One);
        ImmutableArray<GroupStatement> two = [own, own];

        Throws(() => new OwnStatement(Infinity));
        Throws(() => new OwnStatement(One, ProofWorld.Anna));
        Throws(() => new OneOfStatement([]));
        Throws(() => new OneOfStatement([One]));
        Throws(() => new OneOfStatement([One, One]));
        Throws(() => new OneOfStatement([One, Infinity]));
        Throws(() => new OneOfStatement(keys));
        Throws(() => new SameOwnerStatement(Infinity, ProofTag.Of(secrets[0], ProofWorld.Bela, "a")));
        Throws(() => new ProofTag("a", Infinity));
        Throws(() => new ProofTag("", One));
        Throws(() => new ProofTag(new string('a', ProofMark.MaxWords + 1), One));
        Throws(() => new ProofTag("line\nbreak", One));
        Throws(() => new AllStatement([own]));
        Throws(() => new AnyStatement([.. Enumerable.Repeat(own, 17)]));
        var deep = new AllStatement([new AllStatement([new AllStatement(two), own]), own]);
        Throws(() => new AllStatement([deep, own]));
        Throws(() => new AllStatement([.. Enumerable.Repeat(new AllStatement([.. Enumerable.Repeat(own, 16)]), 4)]));
    }

    [Fact]
    public void Bytes_of_a_statement_that_says_nothing_or_too_much_are_refused()
    {
        var point = Google.Protobuf.ByteString.CopyFrom(One.Encoded);
        Proto.ProofStatement Any(Proto.ProofStatement part) => new() { Any = new() { Parts = { part, part } } };
        var own = new Proto.ProofStatement { Logarithm = point };

        Refused(new Proto.ProofStatement());
        Refused(new Proto.ProofStatement { Logarithm = Google.Protobuf.ByteString.CopyFrom(new byte[33]) });
        Refused(new Proto.ProofStatement { OneOf = new() });
        Refused(new Proto.ProofStatement { OneOf = new() { Points = { point, point } } });
        Refused(new Proto.ProofStatement { OneOf = new() { Points = { Enumerable.Repeat(point, 1025) } } });
        Refused(new Proto.ProofStatement { SameOwner = new() { Point = point } });
        Refused(new Proto.ProofStatement { All = new() });
        Refused(new Proto.ProofStatement { Logarithm = point, NotAfter = 1 });
        Refused(Any(new Proto.ProofStatement { Logarithm = point, NotAfter = 1 }));
        Refused(Any(Any(Any(Any(own)))));
        Throws(() => StatementCodec.Read(new byte[StatementCodec.MaxBytes + 1]));
        byte[] unknown = [.. new OwnStatement(One).ToBytes(), 0x78, 1];
        Throws(() => StatementCodec.Read(unknown));
    }

    [Fact]
    public void Messages_come_back_from_their_bytes()
    {
        var world = new ProofWorld("own");
        var verifier = world.Verifier();
        var prover = world.Prover(verifier.Ask);
        var open = (ProofMessage.Open)verifier.Take(prover.First);
        var offer = new ProofMessage.Offer(open.Id, world.Statement.ToBytes());

        foreach (var message in (ProofMessage[])[offer, verifier.Ask, prover.First, open, new ProofMessage.End(open.Id, ProofResult.Busy)])
        {
            var bytes = ProofCodec.Write(message);
            Assert.Equal(bytes, ProofCodec.Write(ProofCodec.Read(bytes)));
        }
    }

    [Fact]
    public void A_long_move_goes_in_parts_and_comes_together_in_order_only()
    {
        var whole = new ProofMessage.Move(SecretId.Draw(new SeededBytes(1).Fill), 2, [.. new byte[ProofCodec.PartBytes + 7]]);
        var parts = MoveParts.Of(whole).ToList();
        Assert.All(parts, part => Assert.Equal(ProofCodec.Write(part), ProofCodec.Write(ProofCodec.Read(ProofCodec.Write(part)))));
        var (taken, wrong) = (new MoveParts(), new MoveParts());

        Assert.True(taken.TryTake(parts[0], whole.Data.Length, out var none));
        Assert.Null(none);
        Assert.False(taken.TryTake(parts[0], whole.Data.Length, out _));
        Assert.False(taken.TryTake(parts[1] with { Step = 3 }, whole.Data.Length, out _));
        Assert.True(taken.TryTake(parts[1], whole.Data.Length, out var together));
        Assert.Equal<byte>(whole.Data, together!.Data);
        Assert.False(wrong.TryTake(parts[1], whole.Data.Length, out _));
        Assert.False(wrong.TryTake(parts[0], ProofCodec.PartBytes, out _));
    }

    [Fact]
    public void Parts_in_another_form_are_refused()
    {
        var move = new ProofMessage.Move(default, 1, [1]);

        Throws(() => ProofCodec.Read(ProofCodec.Write(move with { Parts = 0 })));
        Throws(() => ProofCodec.Read(ProofCodec.Write(move with { Part = 1 })));
        Throws(() => ProofCodec.Read(ProofCodec.Write(move with { Parts = ProofCodec.MaxParts + 1 })));
        Throws(() => ProofCodec.Read(ProofCodec.Write(move with { Parts = 2 })));
        Throws(() => ProofCodec.Read(ProofCodec.Write(move with { Data = [] })));
        Throws(() => ProofCodec.Read(ProofCodec.Write(new ProofMessage.Open(default, 1, [], default))));
        Throws(() => ProofCodec.Read(ProofCodec.Write(new ProofMessage.Offer(default, []))));
    }

    [Fact]
    public void Who_was_refused_waits_twice_as_long_each_time_and_at_most_an_hour()
    {
        var (book, now) = (new RefusalBook(), ProofWorld.Now);
        Assert.False(book.MustWait(ProofWorld.Anna, now));
        for (var time = 0; time < 20; time++)
        {
            book.Refused(ProofWorld.Anna, now);
            var wait = TimeSpan.FromSeconds(Math.Min(1 << time, 3600));
            Assert.True(book.MustWait(ProofWorld.Anna, now + wait - TimeSpan.FromMilliseconds(1)));
            Assert.False(book.MustWait(ProofWorld.Anna, now + wait));
            now += wait;
        }

        Assert.False(book.MustWait(ProofWorld.Bela, now));
        book.Refused(ProofWorld.Anna, now);
        book.Accepted(ProofWorld.Anna);
        Assert.False(book.MustWait(ProofWorld.Anna, now));
    }

    [Fact]
    public void After_256_refused_proofs_of_whomever_in_a_day_more_bits_are_asked_and_few_are_remembered()
    {
        var (book, now) = (new RefusalBook(), ProofWorld.Now);
        for (var number = 0; number < RefusalBook.WaryAfter - 1; number++) book.Refused(Number(number), now);
        Assert.False(book.IsWary(now));
        book.Refused(Number(300), now + TimeSpan.FromHours(1));

        Assert.True(book.IsWary(now + TimeSpan.FromHours(2)));
        Assert.False(book.IsWary(now + TimeSpan.FromHours(24)));
        Assert.True(book.MustWait(Number(0), now));
        for (var number = 1000; number < 1000 + RefusalBook.MaxPeers; number++) book.Refused(Number(number), now + TimeSpan.FromHours(2));
        Assert.False(book.MustWait(Number(0), now));
        static Did Number(int number) => Did.Read([.. new byte[16], (byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number]);
    }

    private static void Throws(Func<object> make) => Assert.Throws<ProtocolException>(make);

    private static void Refused(Proto.ProofStatement statement) =>
        Throws(() => StatementCodec.Read(Google.Protobuf.MessageExtensions.ToByteArray(statement)));
}
