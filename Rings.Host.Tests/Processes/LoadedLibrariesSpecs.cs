using System.Runtime.Versioning;

namespace Rings.Host.Tests.Processes;

/// <summary>A node that runs loads the libraries that it needs, and not those of accounts and chains that it has not.</summary>
[SupportedOSPlatform("linux")]
public sealed class LoadedLibrariesSpecs : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("rings-loaded-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    /// <summary>An account on secp256k1 reads its key by the curve's library, and makes nothing with it until it renews.</summary>
    [LinuxTheory]
    [InlineData("Ed25519", "Nethereum", "NBitcoin", "Newtonsoft.Json", "Rings.Sovereign.Chains")]
    [InlineData("Secp256k1", "Nethereum", "NBitcoin.dll", "Newtonsoft.Json", "Rings.Sovereign.Chains")]
    public async Task A_running_node_has_loaded_no_library_of_wallets_or_chains(string kind, params string[] unwanted)
    {
        (await Program.RunAsync("init", "--account-kind", kind, "--data-dir", _data)).Said();
        var (program, says) = await TwoNodes.StartAsync("--data-dir", _data);
        await using var running = program;

        var loaded = program.LoadedLibraries();

        Assert.NotNull((string?)says["did"]);
        Assert.Contains("Akka.dll", loaded);
        Assert.Contains("Rings.Protocol.dll", loaded);
        Assert.DoesNotContain(loaded, name => unwanted.Any(begin => name.StartsWith(begin, StringComparison.Ordinal)));
    }
}
