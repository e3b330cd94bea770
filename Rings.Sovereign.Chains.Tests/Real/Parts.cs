using System.Runtime.CompilerServices;

namespace Rings.Sovereign.Chains.Tests.Real;

/// <summary>The real programs that these tests start: Debian's litecoind, and what e2e/swaps gets from npm.</summary>
internal static class Parts
{
    /// <summary>The folder of the scripts, with their packages.</summary>
    public static string Scripts { get; } = Path.GetFullPath(Path.Combine(Here(), "..", "..", "e2e", "swaps"));

    public static string Anvil { get; } =
        Path.Combine(Scripts, "node_modules", "@foundry-rs", "anvil-linux-amd64", "bin", "anvil");

    public static string Litecoind => "/usr/bin/litecoind";

    /// <summary>What is missing; null: all is there.</summary>
    public static string? Missing(bool litecoin, bool npm) =>
        litecoin && !File.Exists(Litecoind) ? "litecoind is not installed (.ci/install)"
        : npm && !File.Exists(Anvil) ? "npm ci was not run in e2e/swaps"
        : null;

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
