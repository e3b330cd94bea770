using System.Diagnostics;
using System.Text.Json.Nodes;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;

namespace Rings.Protocol.Tests.Identity;

/// <summary>
/// What Nethereum, NBitcoin.Secp256k1 and Nethereum.KeyStore take or fail at (docs/libraries.md), a row each: ours answers
/// with false, null or a named error, and never spends more than a megabyte on it. RINGS_REFUSALS names a file to which the
/// milliseconds of each refusal are written, the least of three: others use the machine too.
/// </summary>
public class LibrariesLetThroughSpecs
{
    private static readonly string? Times = Environment.GetEnvironmentVariable("RINGS_REFUSALS");

    private const long MostBytes = 1 << 20;
    private const string Order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

    private static readonly AccountKind[] Recovered =
        [AccountKind.Secp256k1, AccountKind.Eip191, AccountKind.Eip712, AccountKind.Bip137, AccountKind.Bip322];

    public static TheoryData<AccountKind> Kinds => new(Recovered);

    [Theory, MemberData(nameof(Kinds))]
    public void S_in_the_upper_half(AccountKind kind) => Refused(kind, signature =>
    {
        var numbers = Numbers(kind, signature);
        var order = new System.Numerics.BigInteger(Convert.FromHexString(Order), true, true);
        var high = order - new System.Numerics.BigInteger(numbers[32..], true, true);
        high.ToByteArray(true, true).CopyTo(numbers[(64 - high.GetByteCount(true))..]);
        if (IsEthereum(kind)) signature[^1] = (byte)(55 - signature[^1]);
        else signature[0] ^= 1;
    });

    [Theory, MemberData(nameof(Kinds))]
    public void S_of_zero(AccountKind kind) => Refused(kind, signature => Numbers(kind, signature)[32..].Clear());

    [Theory, MemberData(nameof(Kinds))]
    public void S_of_n_and_beyond(AccountKind kind)
    {
        Refused(kind, signature => Convert.FromHexString(Order).CopyTo(Numbers(kind, signature)[32..]));
        Refused(kind, signature => Numbers(kind, signature)[32..].Fill(0xff));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void R_of_zero_and_of_n(AccountKind kind)
    {
        Refused(kind, signature => Numbers(kind, signature)[..32].Clear());
        Refused(kind, signature => Convert.FromHexString(Order).CopyTo(Numbers(kind, signature)));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void V_and_headers_other_than_those_of_the_kind(AccountKind kind)
    {
        for (var value = 0; value < 256; value++)
        {
            var allowed = kind switch
            {
                AccountKind.Bip137 => value is >= 27 and <= 42,
                AccountKind.Bip322 => value is >= 35 and <= 42,
                _ => value is 27 or 28,
            };
            if (!allowed) Refused(kind, signature => signature[IsEthereum(kind) ? 64 : 0] = (byte)value);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Text_of_a_signature_of_another_length_or_no_text_of_one(AccountKind kind)
    {
        string[] wrong =
        [
            "", "0x", "0", "zz", "0x" + new string('1', 128), new string('1', 132), new string('g', 130), "\ud800",
            Convert.ToBase64String(new byte[66]), Convert.ToBase64String(new byte[64]), new string('A', 1_000_000),
            $"{new string('1', 129)}\u0661",
        ];
        foreach (var text in wrong)
        {
            Bounded(() => Assert.Throws<ProtocolException>(() => WalletSignature.Parse(kind, text)));
            Bounded(() => Assert.Throws<ProtocolException>(() => Draft(kind).ReadSignature(text)));
        }

        foreach (var length in new[] { 0, 1, 63, 64, 66, 1000 })
            Bounded(() => Assert.False(Verify(kind, new byte[length])));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Private_keys_of_other_lengths_or_outside_the_group(AccountKind kind)
    {
        byte[][] wrong = [[], new byte[31], new byte[32], new byte[33], Convert.FromHexString(Order), [.. Enumerable.Repeat((byte)255, 32)]];
        foreach (var secret in wrong)
            Bounded(() => Assert.Throws<ProtocolException>(() => AccountKey.FromSecret(kind, secret)));
    }

    [Theory]
    [InlineData("crypto.kdfparams.n", "268435456")]
    [InlineData("crypto.kdfparams.n", "1073741824")]
    [InlineData("crypto.kdfparams.n", "1000")]
    [InlineData("crypto.kdfparams.n", "0")]
    [InlineData("crypto.kdfparams.r", "0")]
    [InlineData("crypto.kdfparams.r", "2147483647")]
    [InlineData("crypto.kdfparams.p", "0")]
    [InlineData("crypto.kdfparams.p", "1000000")]
    [InlineData("crypto.kdfparams.dklen", "16")]
    [InlineData("crypto.kdfparams.salt", "\"zz\"")]
    [InlineData("crypto.cipher", "\"aes-128-cbc\"")]
    [InlineData("crypto.kdf", "\"argon2\"")]
    [InlineData("crypto.mac", "null")]
    [InlineData("crypto", "[]")]
    [InlineData("version", "1")]
    public void A_keystore_is_refused_before_anything_is_derived(string path, string value)
    {
        var document = Repository.Vectors("keystores.json")["short"]!;
        var steps = path.Split('.');
        steps[..^1].Aggregate(document, (node, name) => node[name]!)[steps[^1]] = JsonNode.Parse(value);
        var json = document.ToJsonString();

        Bounded(() => Assert.StartsWith("keystore", Assert.Throws<ProtocolException>(
            () => Keystore.Decrypt(json, "bread and salt")).Field, StringComparison.Ordinal));
    }

    [Fact]
    public void A_keystore_with_a_thousand_million_rounds_is_refused_before_the_first()
    {
        var document = Repository.Vectors("keystores.json")["pbkdf2"]!;
        document["crypto"]!["kdfparams"]!["c"] = 1_000_000_000;
        var json = document.ToJsonString();

        Bounded(() => Assert.Equal("keystore.kdfparams", Assert.Throws<ProtocolException>(
            () => Keystore.Decrypt(json, "bread and salt")).Field));
    }

    [Theory]
    [InlineData("bc1qW508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")]
    [InlineData("Bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")]
    public void A_Bech32_address_in_mixed_case(string address) =>
        Bounded(() => Assert.Throws<ProtocolException>(() => BitcoinAddress.Parse(address)));

    private static void Refused(AccountKind kind, Action<byte[]> change)
    {
        using var account = TestAccounts.Account(kind);
        var signature = account.Sign(Draft(kind).Statement);
        Assert.True(Verify(kind, signature));
        change(signature);
        Bounded(() => Assert.False(Verify(kind, signature)));
        if (IsEthereum(kind))
            Bounded(() => Assert.Null(EthereumAccount.Recover(Draft(kind).Typed.Digest(), signature)));
        Bounded(() => Assert.Throws<ProtocolException>(() => Draft(kind).Complete(signature)));
    }

    private static bool Verify(AccountKind kind, byte[] signature)
    {
        using var account = TestAccounts.Account(kind);
        return AccountSignature.Verify(kind, account.Did, [], Draft(kind).Statement, signature);
    }

    private static DelegationDraft Draft(AccountKind kind)
    {
        using var account = TestAccounts.Account(kind);
        using var session = SessionKey.FromSeed(TestAccounts.Seed(2));
        return TestAccounts.Draft(account, session);
    }

    /// <summary>Twice, for the first use of a library makes its tables.</summary>
    private static void Bounded(Action refusal)
    {
        refusal();
        var before = GC.GetAllocatedBytesForCurrentThread();
        refusal();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
        if (Times is not null) File.AppendAllText(Times, $"{Enumerable.Range(0, 3).Min(_ => Milliseconds(refusal)):F3}\n");
    }

    private static double Milliseconds(Action refusal)
    {
        var started = Stopwatch.GetTimestamp();
        refusal();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static bool IsEthereum(AccountKind kind) =>
        kind is AccountKind.Secp256k1 or AccountKind.Eip191 or AccountKind.Eip712;

    private static Span<byte> Numbers(AccountKind kind, byte[] signature) =>
        signature.AsSpan(IsEthereum(kind) ? 0 : 1, Secp256k1.SignatureBytes);
}
