using System.Text.Json.Nodes;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Tests.Crypto;

/// <summary>
/// ML-KEM-768 against cases of Wycheproof that lie in <c>vectors/mlkem-768.json</c>; all of them: <see
/// cref="WycheproofSpecs"/>.
/// </summary>
public sealed class MlKemSpecs
{
    private static readonly JsonNode File = Repository.Vectors("mlkem-768.json");

    [Fact]
    public void The_key_and_the_secret_follow_from_seed_and_ciphertext() =>
        Assert.All(Cases("decapsulated"), vector =>
        {
            using var key = MlKemPrivateKey.FromSeed(Hex(vector, "seed"));
            var secret = new byte[MlKemPublicKey.SecretBytes];

            key.Decapsulate(Hex(vector, "c"), secret);

            Assert.Equal(Hex(vector, "ek"), key.PublicKey.Span.ToArray());
            Assert.Equal(Hex(vector, "K"), secret);
        });

    [Fact]
    public void Ciphertext_and_secret_follow_from_the_key_and_what_was_drawn() =>
        Assert.All(Cases("encapsulated"), vector =>
        {
            var (ciphertext, secret) = (new byte[MlKemPublicKey.CiphertextBytes], new byte[MlKemPublicKey.SecretBytes]);

            MlKemPublicKey.Read(Hex(vector, "ek")).Encapsulate(Hex(vector, "m"), ciphertext, secret);

            Assert.Equal(Hex(vector, "c"), ciphertext);
            Assert.Equal(Hex(vector, "K"), secret);
        });

    [Fact]
    public void A_key_that_is_not_reduced_is_refused() => Assert.All(
        File["not_reduced"]!.AsArray(), key =>
        {
            var bytes = Convert.FromHexString(key!.GetValue<string>());
            Assert.Equal(MlKemPublicKey.Bytes, bytes.Length);
            Assert.False(MlKemPublicKey.TryRead(bytes, out _));
            Assert.Throws<ProtocolException>(() => MlKemPublicKey.Read(bytes));
        });

    [Theory]
    [InlineData(0)]
    [InlineData(MlKemPublicKey.Bytes - 1)]
    [InlineData(MlKemPublicKey.Bytes + 1)]
    public void A_key_of_another_length_is_refused(int length) =>
        Assert.False(MlKemPublicKey.TryRead(new byte[length], out _));

    [Theory]
    [InlineData(MlKemPrivateKey.SeedBytes - 1)]
    [InlineData(MlKemPrivateKey.SeedBytes + 1)]
    public void A_seed_of_another_length_is_refused(int length) =>
        Assert.Throws<ProtocolException>(() => MlKemPrivateKey.FromSeed(new byte[length]));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_key_that_was_erased_opens_nothing_used_before_or_not(bool isUsed)
    {
        var key = MlKemPrivateKey.FromSeed(Hex(Cases("decapsulated")[0], "seed"));
        if (isUsed) Assert.Equal(MlKemPublicKey.Bytes, key.PublicKey.Span.Length);
        key.Dispose();

        Assert.Equal(new byte[MlKemPrivateKey.SeedBytes], key.Seed.ToArray());
        Assert.Throws<ObjectDisposedException>(() => key.PublicKey);
        Assert.Throws<ObjectDisposedException>(() => key.Decapsulate(new byte[1088], new byte[32]));
    }

    [Fact]
    public void A_changed_ciphertext_gives_another_secret_and_no_exception()
    {
        var vector = Cases("decapsulated")[1];
        using var key = MlKemPrivateKey.FromSeed(Hex(vector, "seed"));
        var (ciphertext, secret) = (Hex(vector, "c"), new byte[MlKemPublicKey.SecretBytes]);
        ciphertext[7] ^= 1;

        key.Decapsulate(ciphertext, secret);

        Assert.NotEqual(Hex(vector, "K"), secret);
    }

    private static JsonNode[] Cases(string name)
    {
        JsonNode[] cases = [.. File[name]!.AsArray().Select(static vector => vector!)];
        Assert.NotEmpty(cases);
        return cases;
    }

    private static byte[] Hex(JsonNode vector, string name) => Convert.FromHexString(vector[name]!.GetValue<string>());
}
