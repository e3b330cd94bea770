using Rings.Sovereign.Chains.Tests.Real;

namespace Rings.Sovereign.Chains.Tests.Whole;

/// <summary>Two Litecoin Cores and an anvil of the tests' own, with one clock, for swaps one after another.</summary>
public sealed class SwapWorld : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _nodes = [];

    internal WorldTime Time { get; private set; } = null!;

    /// <summary>A Litecoin whose mempool replaces nothing, as they are.</summary>
    internal LitecoinLedger Ltc { get; private set; } = null!;

    /// <summary>Another regtest of the same first block, whose mempool replaces.</summary>
    internal LitecoinLedger OtherLtc { get; private set; } = null!;

    internal AnvilLedger Eth { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (Parts.Missing(litecoin: true, npm: true) is not null) return;
        var (one, other) = (await Litecoin.StartAsync(replaces: false), await Litecoin.StartAsync(replaces: true));
        var anvil = await Anvil.StartAsync();
        _nodes.AddRange([one, other, anvil]);
        (Ltc, OtherLtc, Eth) = (new(one, "", replaces: false), new(other, "#b", replaces: true), new(anvil));
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        foreach (var ledger in (Ledger[])[Ltc, OtherLtc, Eth]) now = Math.Max(now, await ledger.TimeAsync());
        Time = new(now);
        await Eth.Node.CallAsync("evm_setNextBlockTimestamp", now + 10);
    }

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
    }

    internal Ledger Of(string asset) => asset switch
    {
        "ltc" => Ltc,
        "ltc#b" => OtherLtc,
        _ => Eth,
    };
}
