using System.Collections.Immutable;
using System.Numerics;
using System.Text.RegularExpressions;
using Akka.Configuration;
using Rings.Actors.Disk;
using Rings.Host.Cli;
using Rings.Sovereign.Chains.Evm;
using Rings.Sovereign.Chains.Rpc;
using Rings.Sovereign.Chains.Utxo;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Host.Swaps;

/// <summary>The typed face of <c>rings.swap</c> in host.conf.</summary>
/// <param name="Times">What is assumed of the world.</param>
/// <param name="AllowsRealMoney">Whether chains that are no known test chains may be used.</param>
/// <param name="LookEvery">How often the chains are asked while a swap is open.</param>
/// <param name="Chains">The chains, by name.</param>
internal sealed partial record SwapSettings(SwapTimes Times, bool AllowsRealMoney, TimeSpan LookEvery, ImmutableArray<SwapChain> Chains)
{
    /// <summary>Where the settings lie.</summary>
    public const string Section = "rings.swap";

    private const long WeiOfGwei = 1_000_000_000;

    /// <summary>Reads them.</summary>
    /// <param name="config">The whole configuration.</param>
    /// <exception cref="UserErrorException">A value is not one that its key can have, or a file is not there.</exception>
    public static SwapSettings From(Config config)
    {
        var swap = config.GetConfig(Section);
        long Seconds(string key) => (long)swap.GetTimeSpan(key).TotalSeconds;
        var isReal = swap.GetBoolean("allow-mainnet");
        var names = swap.GetValue("chains").GetObject().Items.Keys.Order(StringComparer.Ordinal);
        var settings = new SwapSettings(
            new(Seconds("inclusion"), Seconds("absence"), Seconds("reorganisation"), Seconds("median-late"), Seconds("median-early")),
            isReal, swap.GetTimeSpan("look-every"), [.. names.Select(name => ChainOf(swap, name, isReal))]);
        if (settings.Chains.GroupBy(chain => chain.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new UserErrorException(
                $"{Section}.chains: {string.Join(" and ", twice.Select(chain => chain.Key))} are one chain, {twice.Key}. Put #name behind the name of one, "
                + "if they are two test chains of one first block");
        }

        return settings;
    }

    /// <summary>The chain of a name.</summary>
    public SwapChain? Find(ChainName name) => Chains.FirstOrDefault(chain => chain.Name == name);

    private static SwapChain ChainOf(Config swap, string key, bool isReal)
    {
        var where = $"{Section}.chains.{key}";
        if (!KeyForm().IsMatch(key)) throw new UserErrorException($"{where}: expected a name of 1 to 16 of a to z and 0 to 9 that begins with a letter");
        var own = swap.GetConfig($"chains.{key}");
        var text = own.GetString("name", "");
        if (!ChainName.TryParse(text, out var name))
            throw new UserErrorException($"{where}.name = {text}: expected bip122:… or eip155:…, and #name behind it for test chains of one first block");
        var kind = name.Kind == ChainKind.Utxo ? "utxo" : "evm";
        var known = swap.GetConfig(kind);
        if (own.Root.GetObject().Items.Keys.FirstOrDefault(given => !known.HasPath(given)) is { } strange)
            throw new UserErrorException($"{where}.{strange}: a chain {name} has no such key; {Section}.{kind} has those that it can have");
        return name.Kind == ChainKind.Utxo
            ? Utxo(key, where, name, own.WithFallback(known), isReal)
            : Evm(key, where, name, own.WithFallback(known), isReal);
    }

    private static SwapChain Utxo(string key, string where, ChainName name, Config chain, bool isReal)
    {
        var asset = AssetOf(chain, key, where);
        UtxoSettings[] ends =
        [
            .. EndpointsOf(chain, where).Select(end => new UtxoSettings(
                name, asset, end, chain.GetLong("max-fee-rate"), chain.GetLong("dust"), chain.GetBoolean("replaces"), isReal)),
        ];
        return new(key, name, GenesisOf(chain, where), PolicyOf(chain, 0, ends[0].MaxFee), ends, []);
    }

    private static SwapChain Evm(string key, string where, ChainName name, Config chain, bool isReal)
    {
        var (asset, account, contract) = (AssetOf(chain, key, where), AccountOf(chain, where), ContractOf(chain, where));
        EvmSettings[] ends =
        [
            .. EndpointsOf(chain, where).Select(end => new EvmSettings(
                name, asset, end, contract, account, new BigInteger(chain.GetLong("max-gas-price")) * WeiOfGwei,
                new BigInteger(chain.GetLong("tip")) * WeiOfGwei, isReal)),
        ];
        var final = (long)chain.GetTimeSpan("finality").TotalSeconds;
        return new(key, name, GenesisOf(chain, where), PolicyOf(chain, final, ends[0].MaxFee), [], ends);
    }

    private static ChainPolicy PolicyOf(Config chain, long final, Amount maxFee) => new(
        chain.GetInt("confirmations"), chain.GetInt("deep"), (long)chain.GetTimeSpan("block-time").TotalSeconds, final, maxFee);

    private static string AssetOf(Config chain, string key, string where)
    {
        var asset = chain.GetString("asset") is { Length: > 0 } named ? named : key;
        return KeyForm().IsMatch(asset) ? asset : throw new UserErrorException($"{where}.asset = {asset}: expected 1 to 16 of a to z and 0 to 9");
    }

    private static Bytes32? GenesisOf(Config chain, string where)
    {
        var text = chain.GetString("genesis");
        return text.Length == 0 ? null : HexOf(text, Bytes32.Length) is { } bytes
            ? Bytes32.Read(bytes)
            : throw new UserErrorException($"{where}.genesis = {text}: expected 64 hex digits");
    }

    private static ChainPlace ContractOf(Config chain, string where)
    {
        var text = chain.GetString("contract");
        return text.Length == 0 ? ChainPlace.None : HexOf(text, ChainPlace.AddressBytes) is { } bytes && bytes.AsSpan().ContainsAnyExcept((byte)0)
            ? ChainPlace.Read(bytes)
            : throw new UserErrorException($"{where}.contract = {text}: expected an address of 40 hex digits");
    }

    private static Bytes32 AccountOf(Config chain, string where)
    {
        var file = chain.GetString("account-file");
        // A scalar of zeros, or of any one byte repeated, is a place left empty and no secret.
        return HexOf(FileOf(file, $"{where}.account-file"), Bytes32.Length) is { } secret && secret.AsSpan().ContainsAnyExcept(secret[0])
            ? Bytes32.Read(secret)
            : throw new UserErrorException(
                $"{where}.account-file: {file} does not hold a secret key of 64 hex digits. Make one with: openssl rand -hex 32");
    }

    private static IEnumerable<ChainEndpoint> EndpointsOf(Config chain, string where)
    {
        var user = chain.GetString("user");
        var password = user.Length == 0 ? null : FileOf(chain.GetString("password-file"), $"{where}.password-file");
        var (deadline, most) = (chain.GetTimeSpan("deadline"), chain.GetInt("max-answer"));
        foreach (var key in (string[])["url", "second-url"])
        {
            var text = chain.GetString(key);
            if (key == "second-url" && text.Length == 0) continue;
            if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
                throw new UserErrorException($"{where}.{key} = {text}: expected the URL of a JSON-RPC endpoint, such as http://127.0.0.1:8545/");
            yield return new(url, deadline, most, user.Length == 0 ? null : user, password);
        }
    }

    private static string FileOf(string file, string where)
    {
        if (file.Length == 0) throw new UserErrorException($"{where} names no file");
        return File.Exists(file) ? OwnerOnlyFile.Read(file).Trim() : throw new UserErrorException($"{where}: {file} does not exist");
    }

    private static byte[]? HexOf(string text, int length)
    {
        var digits = text.StartsWith("0x", StringComparison.Ordinal) ? text[2..] : text;
        var bytes = new byte[length];
        return digits.Length == 2 * length && Convert.FromHexString(digits, bytes, out _, out _) == System.Buffers.OperationStatus.Done ? bytes : null;
    }

    [GeneratedRegex("^[a-z][a-z0-9]{0,15}\\z")]
    private static partial Regex KeyForm();
}
