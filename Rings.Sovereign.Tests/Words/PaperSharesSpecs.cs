using System.Text.Json;
using CsCheck;
using Rings.Protocol;
using Rings.Sovereign.Words;

namespace Rings.Sovereign.Tests.Words;

/// <summary>SLIP-39 against all its vectors: <c>vectors/slip39.json</c>, of trezor/python-shamir-mnemonic (MIT).</summary>
public sealed class PaperSharesSpecs
{
    private const string Passphrase = "TREZOR";

    public static TheoryData<string, string[], string> Vectors
    {
        get
        {
            using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "slip39.json")));
            var data = new TheoryData<string, string[], string>();
            foreach (var vector in document.RootElement.EnumerateArray())
            {
                data.Add(
                    vector[0].GetString()!, [.. vector[1].EnumerateArray().Select(words => words.GetString()!)],
                    vector[2].GetString()!);
            }

            return data;
        }
    }

    [Fact]
    public void All_vectors_are_here() => Assert.Equal(45, Vectors.Count);

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_vector_gives_its_secret_or_is_refused(string name, string[] mnemonics, string secret)
    {
        Assert.NotEmpty(name);
        if (secret.Length == 0) Assert.Throws<ProtocolException>(() => PaperShares.Combine(mnemonics, Passphrase));
        else Assert.Equal(secret, Convert.ToHexStringLower(PaperShares.Combine(mnemonics, Passphrase)));
    }

    [Theory]
    [InlineData(16, 20)]
    [InlineData(32, 33)]
    public void A_secret_comes_back_from_enough_papers_and_only_under_its_passphrase(int bytes, int words)
    {
        var random = new SeededBytes(bytes);
        var secret = random.Next(bytes);

        var papers = PaperShares.Split(secret, 1, [(3, 5)], "open sesame", random.Fill)[0];

        Assert.All(papers, paper => Assert.Equal(words, paper.Split(' ').Length));
        Assert.Equal(secret, PaperShares.Combine([papers[4], papers[0], papers[2]], "open sesame"));
        Assert.NotEqual(secret, PaperShares.Combine([papers[4], papers[0], papers[2]], "open barley"));
        Assert.Throws<ProtocolException>(() => PaperShares.Combine([papers[4], papers[0]], "open sesame"));
        Assert.Throws<ProtocolException>(() => PaperShares.Combine([papers[4], papers[0], papers[0]], "open sesame"));
    }

    [Fact]
    public void Groups_of_papers_are_needed_as_they_were_asked_for()
    {
        var random = new SeededBytes(5);
        var secret = random.Next(32);

        var groups = PaperShares.Split(secret, 2, [(1, 1), (2, 3), (3, 5)], "", random.Fill);

        Assert.Equal(secret, PaperShares.Combine([groups[0][0], groups[1][0], groups[1][2]], ""));
        Assert.Equal(secret, PaperShares.Combine([groups[1][1], groups[1][2], groups[2][0], groups[2][3], groups[2][4]], ""));
        Assert.Throws<ProtocolException>(() => PaperShares.Combine([groups[0][0], groups[1][0]], ""));
        Assert.Throws<ProtocolException>(() => PaperShares.Combine([groups[1][0], groups[1][2]], ""));
    }

    [Fact]
    public void A_wrong_word_is_found_wherever_it_stands()
    {
        var random = new SeededBytes(6);
        var paper = PaperShares.Split(random.Next(32), 1, [(2, 2)], "", random.Fill)[0][0].Split(' ');

        Gen.Select(Gen.Int[0, paper.Length - 1], Gen.Int[0, 1023]).Sample((place, word) =>
        {
            if (paper[place] == WordList.WordOf(word)) return;
            string[] wrong = [.. paper[..place], WordList.WordOf(word), .. paper[(place + 1)..]];
            Assert.Throws<ProtocolException>(() => PaperShare.Read(string.Join(' ', wrong)));
        }, iter: 500);
    }

    [Fact]
    public void What_is_out_of_range_is_refused()
    {
        var random = new SeededBytes(8);
        Assert.Throws<ProtocolException>(() => PaperShares.Split(new byte[31], 1, [(2, 3)], "", random.Fill));
        Assert.Throws<ProtocolException>(() => PaperShares.Split(new byte[32], 1, [(4, 3)], "", random.Fill));
        Assert.Throws<ProtocolException>(() => PaperShares.Split(new byte[32], 1, [(1, 3)], "", random.Fill));
        Assert.Throws<ProtocolException>(() => PaperShares.Split(new byte[32], 2, [(2, 3)], "", random.Fill));
        Assert.Throws<ProtocolException>(() => PaperShares.Split(new byte[32], 1, [(2, 17)], "", random.Fill));
        Assert.Throws<ProtocolException>(() => PaperShares.Split(new byte[32], 1, [(2, 3)], "Zürich", random.Fill));
        Assert.Throws<ProtocolException>(() => PaperShares.Combine([], ""));
    }

    [Fact]
    public void The_field_multiplies_as_AES_does()
    {
        Assert.Equal(0xC1, Gf256.Multiply(0x57, 0x83)); // FIPS 197, 4.2
        Assert.All(Enumerable.Range(1, 255), value => Assert.Equal(1, Gf256.Multiply((byte)value, Gf256.Inverse((byte)value))));
        Assert.Equal(0, Gf256.Inverse(0));
    }
}
