using Rings.Sovereign.Chains.Rpc;

namespace Rings.Sovereign.Chains.Tests.Real;

/// <summary>One Litecoin Core for the tests of a class, with a wallet that has coins.</summary>
public sealed class LitecoinFixture : IAsyncLifetime
{
    internal Litecoin Node { get; private set; } = null!;

    internal ChainEndpoint Wallet { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (Parts.Missing(litecoin: true, npm: false) is not null) return;
        Node = await Litecoin.StartAsync();
        Wallet = await Node.WalletAsync("swaps", 100);
    }

    public async Task DisposeAsync()
    {
        if (Node is not null) await Node.DisposeAsync();
    }
}
