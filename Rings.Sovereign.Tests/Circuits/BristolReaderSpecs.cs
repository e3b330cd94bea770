using System.Text;
using Rings.Protocol;
using Rings.Sovereign.Circuits;

namespace Rings.Sovereign.Tests.Circuits;

public sealed class BristolReaderSpecs
{
    /// <summary>Two bits and one bit go in; out come the majority, a constant and the first bit, each in a wire of its own.</summary>
    private const string Majority = """
        8 11
        2 2 1
        2 1 2

        2 1 0 1 3 XOR
        2 1 0 2 4 XOR
        2 1 3 4 5 AND
        2 1 0 5 6 XOR
        1 1 6 7 INV
        1 1 7 8 INV
        1 1 1 9 EQ
        1 1 0 10 EQW

        """;

    [Theory]
    [InlineData(0b000, 0b010)]
    [InlineData(0b001, 0b110)]
    [InlineData(0b011, 0b111)]
    [InlineData(0b110, 0b011)]
    [InlineData(0b111, 0b111)]
    public void A_circuit_computes_what_its_text_says(byte inputs, byte outputs)
    {
        var circuit = Read(Majority);

        Assert.Equal((3, 1, 3), (circuit.Inputs, circuit.Ands, circuit.Outputs.Length));
        Assert.Equal([outputs], CircuitValues.Of(circuit, [inputs]).Outputs);
    }

    [Theory]
    [InlineData("XOR", "NAND")]
    [InlineData("2 1 0 1 3", "2 1 9 1 3")] // Read before it is written.
    [InlineData("2 1 0 1 3", "2 1 3 1 3")]
    [InlineData("2 1 0 2 4", "2 1 0 2 3")] // Written twice.
    [InlineData("2 1 0 2 4", "2 1 0 2 1")] // An input written.
    [InlineData("2 1 0 2 4", "2 1 0 2 11")] // No such wire.
    [InlineData("2 1 0 2 4", "2 2 0 2 4")]
    [InlineData("2 1 0 2 4", "3 1 0 2 4")]
    [InlineData("2 1 0 2 4", "2 1 0 -2 4")]
    [InlineData("2 1 0 2 4", "2 1 00 2 4")]
    [InlineData("8 11", "9 11")]
    [InlineData("8 11", "8 12")]
    [InlineData("8 11", "7 11")]
    [InlineData("8 11", "4194304 4194307")]
    [InlineData("8 11", "99999999999999999999 11")]
    [InlineData("2 2 1", "2 2 2")]
    [InlineData("2 2 1", "1 0")]
    [InlineData("2 1 2", "1 12")]
    [InlineData("2 1 2", "1 0")]
    [InlineData("1 1 1 9 EQ", "1 1 2 9 EQ")]
    [InlineData("1 1 6 7 INV", "2 1 6 7 INV")]
    [InlineData("1 1 6 7 INV", "1 1 6 7 INV 1 1 7 8 INV")]
    [InlineData("1 1 0 10 EQW", "1 1 0 10 EQW\n1 1 0 10 EQW")]
    [InlineData("1 1 0 10 EQW", "1 1 0 10 EQW and so on")]
    public void What_is_no_circuit_is_refused(string right, string wrong) =>
        Assert.Throws<ProtocolException>(() => Read(Majority.Replace(right, wrong, StringComparison.Ordinal)));

    [Fact]
    public void Sizes_beyond_the_limits_are_refused_before_memory_is_taken()
    {
        // As many gates and wires as a number holds, and a text of 40 bytes behind it.
        var texts = new[] { "4194304 4194305\n1 1\n1 1\n", "4194305 4194306\n1 1\n1 1\n", "1 4194305\n1 4194304\n1 1\n" };
        foreach (var text in texts)
        {
            var bytes = Encoding.ASCII.GetBytes(text);
            var before = GC.GetAllocatedBytesForCurrentThread();

            Assert.Throws<ProtocolException>(() => BristolReader.Read(bytes));

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        }
    }

    [Fact]
    public void A_text_of_more_than_64_MiB_is_not_looked_at() =>
        Assert.Throws<ProtocolException>(() => BristolReader.Read(new byte[BristolReader.MaxText + 1]));

    [Fact]
    public void More_than_a_million_AND_gates_are_refused()
    {
        var text = new StringBuilder();
        var gates = Circuit.MaxAnds + 1;
        text.Append(gates).Append(' ').Append(gates + 2).Append("\n1 2\n1 1\n");
        for (var gate = 0; gate < gates; gate++) text.Append("2 1 0 1 ").Append(gate + 2).Append(" AND\n");

        var wrong = Assert.Throws<ProtocolException>(() => BristolReader.Read(Encoding.ASCII.GetBytes(text.ToString())));

        Assert.Contains("2^20", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_block_of_SHA_256_comes_back_from_its_text()
    {
        var text = Encoding.ASCII.GetBytes(BristolText.Of(Sha256Circuit.First));
        var block = Sha256CircuitSpecs.Padded([1, 2, 3]);

        var read = BristolReader.Read(text);

        Assert.Equal(Sha256Circuit.First.Ands, read.Ands);
        Assert.Equal(System.Security.Cryptography.SHA256.HashData([1, 2, 3]), CircuitValues.Of(read, block).Outputs);
        Assert.NotEqual(BristolReader.NameOf(text), BristolReader.NameOf(Encoding.ASCII.GetBytes(Majority)));
    }

    private static Circuit Read(string text) => BristolReader.Read(Encoding.ASCII.GetBytes(text));
}
