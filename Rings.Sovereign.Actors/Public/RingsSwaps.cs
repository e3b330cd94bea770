using Akka.Actor;
using static Rings.Sovereign.Actors.Public.RingsSwapsProtocol;

namespace Rings.Sovereign.Actors.Public;

/// <summary>A node's swaps, for code outside actors: the one place where Ask belongs. Thread-safe.</summary>
/// <param name="desk">The actor.</param>
public sealed class RingsSwaps(IActorRef desk)
{
    /// <summary>The disk answers within a minute, chains within one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Asks for something.</summary>
    /// <exception cref="AskTimeoutException">The actor has stopped.</exception>
    public Task<SwapReply> RunAsync(ISwapCommand command, CancellationToken cancel = default) =>
        desk.Ask<SwapReply>(command, Patience, cancel);

    /// <summary>What anybody needs to take the own money back.</summary>
    /// <exception cref="AskTimeoutException">The actor has stopped.</exception>
    public Task<SwapExported> ExportAsync(ExportSwap command, CancellationToken cancel = default) =>
        desk.Ask<SwapExported>(command, Patience, cancel);

    /// <summary>How each chain stands, asked now.</summary>
    /// <exception cref="AskTimeoutException">The actor has stopped.</exception>
    public Task<ChainsSeen> ChainsAsync(CancellationToken cancel = default) =>
        desk.Ask<ChainsSeen>(LookAtChains.Instance, Patience, cancel);

    /// <summary>How things stand.</summary>
    /// <exception cref="AskTimeoutException">The actor has stopped.</exception>
    public Task<SwapsView> ViewAsync(CancellationToken cancel = default) =>
        desk.Ask<SwapsView>(GetSwaps.Instance, Patience, cancel);
}
