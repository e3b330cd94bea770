using System.Text.Json;
using Nethereum.Util;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Chains.Evm;

/// <summary>The compiled contract that this program ships: the outcome of e2e/swaps/compile.mjs.</summary>
internal static class HtlcCode
{
    private const string Resource = "Rings.Sovereign.Chains.RingsHtlc.json";

    private static readonly Lazy<(string Abi, string Creation, Bytes32 Runtime)> Compiled = new(Read);

    /// <summary>The gas that its creation is given.</summary>
    public const int CreationGas = 1_000_000;

    /// <summary>What can be called, as JSON.</summary>
    public static string Abi => Compiled.Value.Abi;

    /// <summary>The code that puts the contract on a chain, in hex digits.</summary>
    public static string Creation => Compiled.Value.Creation;

    /// <summary>keccak-256 of the code that is on a chain then.</summary>
    public static Bytes32 RuntimeHash => Compiled.Value.Runtime;

    /// <summary>keccak-256 of some code.</summary>
    public static Bytes32 HashOf(byte[] code) => Bytes32.Read(Sha3Keccack.Current.CalculateHash(code));

    private static (string, string, Bytes32) Read()
    {
        using var stream = typeof(HtlcCode).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not in this assembly.");
        using var document = JsonDocument.Parse(stream);
        var root = document.RootElement;
        return (
            root.GetProperty("abi").GetRawText(),
            root.GetProperty("creation").GetString()!,
            HashOf(Convert.FromHexString(root.GetProperty("runtime").GetString()!)));
    }
}
