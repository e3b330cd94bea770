using Rings.Transport.Sctp;

namespace Rings.Transport.Dcep;

/// <summary>
/// Messages for which nobody has asked yet: kept, and charged to the receive window, so that the remote side stops
/// sending when they grow too many.
/// </summary>
internal sealed class HeldMessages(SctpAssociation association)
{
    // What a message costs beside its bytes.
    private const int Overhead = 64;

    private readonly Queue<(byte[] Bytes, bool Binary)> _messages = new();

    /// <summary>How many there are.</summary>
    public int Count => _messages.Count;

    /// <summary>What they are charged with, in bytes.</summary>
    public int Bytes { get; private set; }

    /// <summary>What a message is charged with, in bytes.</summary>
    public static int CostOf(ReadOnlySpan<byte> message) => message.Length + Overhead;

    /// <summary>Adds one.</summary>
    public void Add(ReadOnlySpan<byte> message, bool binary)
    {
        _messages.Enqueue((message.ToArray(), binary));
        Bytes += CostOf(message);
        association.ChargeReceiveWindow(CostOf(message));
    }

    /// <summary>Takes the oldest.</summary>
    /// <returns>False if there is none.</returns>
    public bool TryTake(out byte[] message, out bool binary)
    {
        if (!_messages.TryDequeue(out var oldest))
        {
            (message, binary) = ([], false);
            return false;
        }

        (message, binary) = oldest;
        Bytes -= CostOf(message);
        association.ChargeReceiveWindow(-CostOf(message));
        return true;
    }

    /// <summary>Drops all.</summary>
    public void Drop()
    {
        while (TryTake(out _, out _))
        {
        }
    }
}
