using System.Diagnostics;
using System.Globalization;
using System.Text;
using Rings.Protocol.Identity;
using Rings.Protocol.Tests.Crypto;
using Xunit.Abstractions;

namespace Rings.Protocol.Tests.Identity;

/// <summary>
/// Changed signatures, addresses and keystores: no exception but ours, and nothing taken that a second opinion refuses. RINGS_MUTATIONS sets how many (10,000 unless it does).
/// </summary>
public class MutationSpecs(ITestOutputHelper output)
{
    private static readonly int Inputs = int.Parse(
        Environment.GetEnvironmentVariable("RINGS_MUTATIONS") ?? "10000", CultureInfo.InvariantCulture);

    private static readonly AccountKind[] Recovered = [AccountKind.Secp256k1, AccountKind.Eip191, AccountKind.Bip137];

    [Fact]
    public void Signatures()
    {
        var random = Seeded(out var seed);
        var (taken, slowest) = (0, TimeSpan.Zero);
        var accounts = Recovered.Select(kind => TestAccounts.Account(kind)).ToArray();
        var good = accounts.Select(account => account.Sign("text")).ToArray();
        for (var i = 0; i < Inputs / 2; i++)
        {
            var which = i % Recovered.Length;
            var (kind, account) = (Recovered[which], accounts[which].Did);
            var signature = Mutate(random, good[which]);
            var started = Stopwatch.GetTimestamp();
            var now = AccountSignature.Verify(kind, account, [], "text", signature);
            if (Stopwatch.GetElapsedTime(started) is var took && took > slowest) slowest = took;

            Assert.True(!now || SecondOpinion.Verify(kind, account, "text", signature),
                $"seed {seed}: {kind} {Convert.ToHexString(signature)} is taken, and BouncyCastle refuses it");
            if (now) taken++;
        }

        output.WriteLine($"{Inputs / 2} signatures, seed {seed}: {taken} taken, the slowest {slowest.TotalMilliseconds:F1} ms");
    }

    [Fact]
    public void Addresses()
    {
        var random = Seeded(out var seed);
        var taken = 0;
        string[] good = ["1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4"];
        for (var i = 0; i < Inputs * 3 / 10; i++)
        {
            var text = Encoding.Latin1.GetString(Mutate(random, Encoding.Latin1.GetBytes(good[i % good.Length])));
            var now = Try<Did?>(() => BitcoinAddress.Parse(text));
            var expected = Try<Did?>(() => Did.Read(
                NBitcoin.BitcoinAddress.Create(text, NBitcoin.Network.Main) switch
                {
                    NBitcoin.BitcoinPubKeyAddress plain => plain.Hash.ToBytes(),
                    NBitcoin.BitcoinWitPubKeyAddress segwit => segwit.Hash.ToBytes(),
                    _ => throw new FormatException(),
                }));

            Assert.True(now is null || now == expected, $"seed {seed}: '{text}' is taken");
            if (now is not null) taken++;
        }

        output.WriteLine($"{Inputs * 3 / 10} addresses, seed {seed}: {taken} taken");
    }

    [Fact]
    public void Keystores()
    {
        var random = Seeded(out var seed);
        var taken = 0;
        using var account = TestAccounts.Account(AccountKind.Eip191);
        var secret = Convert.ToHexString(account.ExportSecret());
        var good = Encoding.UTF8.GetBytes(Keystore.Encrypt(account, "p", new byte[Keystore.RandomBytes], cost: 2));
        for (var i = 0; i < Inputs / 5; i++)
        {
            var json = Encoding.UTF8.GetString(Mutate(random, good));
            if (IsCostly(json)) continue;
            var opened = Try(() => Opened(Keystore.Decrypt(json, "p")));

            Assert.True(
                opened is null || opened == secret || KeystoreDocument.Read(json).Did is null, $"seed {seed}: {json} is taken");
            if (opened is not null) taken++;
        }

        output.WriteLine($"{Inputs / 5} keystores, seed {seed}: {taken} taken");
    }

    /// <summary>A cost that a changed digit has raised, within bounds, would only take time.</summary>
    private static bool IsCostly(string json)
    {
        try
        {
            var read = KeystoreDocument.Read(json);
            return (long)read.Cost * read.BlockSize * read.Parallelism > 1 << 12;
        }
        catch (ProtocolException)
        {
            return false;
        }
    }

    private static string Opened(AccountKey key)
    {
        using (key) return Convert.ToHexString(key.ExportSecret());
    }

    /// <summary>Null where it is refused in our own words; any other exception ends the test.</summary>
    private static T? Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is ProtocolException or FormatException)
        {
            return default;
        }
    }

    private static byte[] Mutate(Random random, byte[] good)
    {
        var bytes = good.ToArray();
        for (var change = random.Next(0, 4); change > 0; change--)
        {
            switch (random.Next(8))
            {
                case 0: bytes = bytes[..random.Next(bytes.Length + 1)]; break;
                case 1: bytes = [.. bytes, (byte)random.Next(256)]; break;
                case 2 when bytes.Length > 32: bytes.AsSpan(random.Next(bytes.Length - 31), 32).Fill((byte)(random.Next(2) * 255)); break;
                case 3 when bytes.Length > 0: bytes[0] = (byte)random.Next(24, 48); break;
                case 4 when bytes.Length > 0: bytes[^1] = (byte)random.Next(24, 34); break;
                case 5 when bytes.Length > 0: bytes[random.Next(bytes.Length)] ^= 0x20; break;
                default: if (bytes.Length > 0) bytes[random.Next(bytes.Length)] = (byte)random.Next(256); break;
            }
        }

        return bytes;
    }

    private static Random Seeded(out int seed)
    {
        seed = Environment.TickCount;
        return new(seed);
    }
}
