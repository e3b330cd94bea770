using System.Text;
using Rings.Protocol;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Files;
using Rings.Sovereign.Proofs.Live;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Tests.Proofs;

/// <summary>Circuits of others, which statements name by a hash.</summary>
public sealed class NamedCircuitSpecs
{
    /// <summary>Four bits: both pairs' ANDs.</summary>
    private static readonly NamedCircuit Pairs = NamedCircuit.Read("2 6\n1 4\n1 2\n\n2 1 0 1 4 AND\n2 1 2 3 5 AND\n"u8);

    private readonly SeededBytes _random = new(97);

    [Theory]
    [InlineData(0b1111, 0b11, true)]
    [InlineData(0b0111, 0b01, true)]
    [InlineData(0b0111, 0b11, false)]
    public void Who_knows_such_bits_is_believed(int inputs, int outputs, bool holds)
    {
        var statement = new NamedCircuitStatement(Pairs, [(byte)outputs]);
        var verifier = new LiveVerifier(
            ProofWorld.Ring, ProofWorld.Anna, ProofWorld.Bela, SecretId.Draw(_random.Fill), statement, isWary: false, _random.Fill);
        var prover = LiveProver.Begin(
            ProofWorld.Ring, ProofWorld.Anna, ProofWorld.Bela, verifier.Ask, statement, new FileWitness(new[] { (byte)inputs }), _random.Fill);

        Assert.Equal(holds, prover is not null);
        if (prover is null) return;
        var said = verifier.Take(prover.First);
        while (said is ProofMessage.Open open) said = verifier.Take((ProofMessage.Move)prover.Answer(open));
        Assert.Equal(ProofResult.Accepted, Assert.IsType<ProofMessage.End>(said).Result);
    }

    [Fact]
    public void A_circuit_that_is_not_here_is_refused()
    {
        var statement = new NamedCircuitStatement(Pairs, [3]);
        var book = new CircuitBook(Pairs);

        Assert.Equal(statement.Claim, StatementCodec.Read(statement.ToBytes().AsSpan(), book).Claim);
        Assert.Throws<ProtocolException>(() => StatementCodec.Read(statement.ToBytes().AsSpan()));
        Assert.Throws<ProtocolException>(() => StatementCodec.Read(statement.ToBytes().AsSpan(), new CircuitBook(NamedCircuit.Read("1 3\n1 2\n1 1\n2 1 0 1 2 XOR\n"u8))));
        Assert.Throws<ProtocolException>(() => new CircuitBook([.. Enumerable.Repeat(Pairs, CircuitBook.MaxCircuits + 1)]));
        var proof = ProofFileText.Of(ProofFile.Make(
            ProofWorld.Ring, ProofWorld.Bela, statement, ProofWorld.Now, new FileWitness(new byte[] { 15 }), _random.Fill)!);
        Assert.Equal(ProofVerdict.Accepted, ProofFileText.Parse(proof, book).Check(ProofWorld.Ring, ProofWorld.Bela, ProofWorld.Now));
        Assert.Throws<ProtocolException>(() => ProofFileText.Parse(proof));
    }

    [Fact]
    public void The_name_is_the_hash_of_the_text_and_a_claim_says_it()
    {
        var text = Encoding.ASCII.GetBytes("2 6\n1 4\n1 2\n\n2 1 0 1 4 AND\n2 1 2 3 5 AND\n");

        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(text)), Pairs.Name.ToString());
        Assert.Equal((4, 2), (Pairs.Inputs, Pairs.Outputs));
        Assert.Equal($"the holder of 4 bits from which the circuit {Pairs.Name} makes 03", new NamedCircuitStatement(Pairs, [3]).Claim);
        Assert.Throws<ProtocolException>(() => new NamedCircuitStatement(Pairs, [4]));
        Assert.Throws<ProtocolException>(() => new NamedCircuitStatement(Pairs, [3, 0]));
    }
}
