using Rings.Actors.Public;
using Rings.Protocol;

namespace Rings.Host.Speed;

/// <summary>Carries pieces as messages, each with its receipt: end to end, or in the clear.</summary>
/// <param name="node">The node that sends.</param>
/// <param name="to">The node that receives.</param>
/// <param name="plain">Whether they are sent in the clear.</param>
internal sealed class MessageCarrier(IRings node, Did to, bool plain) : ISpeedCarrier
{
    /// <summary>The protocol of the messages; their receiver throws them away.</summary>
    public const string Protocol = "speed/1";

    /// <inheritdoc/>
    public int AtOnce => 8;

    /// <inheritdoc/>
    public async Task<string?> CarryAsync(ReadOnlyMemory<byte> piece, CancellationToken cancel) => plain
        ? (await node.SendPlainAsync(to, Protocol, piece, awaitReceipt: true, cancel)).Match<string?>(
            delivered: _ => null, handedOver: _ => null, notSent: unsent => unsent.Detail)
        : (await node.SendAsync(to, Protocol, piece, mail: false, cancel)).Match<string?>(
            delivered: _ => null, mailed: _ => "it became a letter", notSent: unsent => unsent.Detail);
}
