using Rings.Actors.Public;
using Rings.Actors.Settings;
using Rings.Actors.Telemetry;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;
using Rings.Transport;

namespace Rings.Actors.Context;

/// <summary>
/// What all actors of one node share; nothing in it changes but the key that signs, and what of the budget is taken.
/// </summary>
/// <param name="Keys">The node's session key and delegation, which follow one another.</param>
/// <param name="Secret">The private ring's secret; null in a public ring.</param>
/// <param name="Connections">Makes peer connections.</param>
/// <param name="Settings">The numbers.</param>
/// <param name="Time">The clock.</param>
/// <param name="Random">Chance.</param>
/// <param name="Instruments">Counters and spans.</param>
/// <param name="Destination">Judges what ends at the node.</param>
internal sealed record NodeContext(
    NodeKeys Keys,
    RingSecret? Secret,
    IPeerConnectionFactory Connections,
    NodeSettings Settings,
    TimeProvider Time,
    INodeRandom Random,
    RingsInstruments Instruments,
    Destination Destination)
{
    /// <summary>The dispatcher of links and gate.</summary>
    public string Dispatcher { get; init; } = "rings.dispatcher";

    /// <summary>The dispatcher of the storage, which waits for the disk.</summary>
    public string StorageDispatcher { get; init; } = "rings.storage-dispatcher";

    /// <summary>
    /// Whether the node begins anew by itself where the clock is set back; otherwise its host does, with all around it.
    /// </summary>
    public bool WatchesClock { get; init; } = true;

    /// <summary>What the links share.</summary>
    public NodeBudget Budget => Destination.Budget;

    public Did Self => Keys.Account;

    public RingId Ring => Keys.Ring;

    public Signer Signer => Keys.Signer;

    public Instant Now => Instant.From(Time.GetUtcNow());

    public LinkId NewLinkId()
    {
        Span<byte> bytes = stackalloc byte[LinkId.Bytes];
        Random.Fill(bytes);
        return LinkId.Read(bytes);
    }

    public TransactionId NewTransactionId()
    {
        Span<byte> bytes = stackalloc byte[TransactionId.Bytes];
        Random.Fill(bytes);
        return TransactionId.Read(bytes);
    }

    public MessageId NewMessageId()
    {
        Span<byte> bytes = stackalloc byte[MessageId.Bytes];
        Random.Fill(bytes);
        return MessageId.Read(bytes);
    }
}
