namespace Rings.Protocol.Paths;

/// <summary>All that <see cref="LinkPaths"/> may do to the world.</summary>
/// <remarks>Called from inside an input, on its thread; never calls back from here.</remarks>
internal interface IPathEffects
{
    /// <summary>Whether the link's channel takes another frame.</summary>
    bool HasRoom { get; }

    /// <summary>Takes credit of the lane, which all path frames but packets need.</summary>
    /// <returns>False: there is none; <see cref="LinkPaths.Pump"/> is called when there is.</returns>
    bool TryPay(int frameBytes, Instant now);

    /// <summary>Sends a frame; asked only while there is room.</summary>
    void Send(ReadOnlySpan<byte> frame);

    /// <summary>Writes an opening's frame for this link and sends it. The opening changes hands.</summary>
    void SendOpening(uint label, int window, IPathOpening opening);

    /// <summary>To the other side: a packet came. It changes hands.</summary>
    void Carry(LinkPath path, PathPacket packet);

    /// <summary>To the other side: the path is accepted.</summary>
    void Accept(LinkPath path, ReadOnlyMemory<byte> opaque);

    /// <summary>To the other side: packets of this cost have left.</summary>
    void Free(LinkPath path, int cost);

    /// <summary>To the other side: the path is over.</summary>
    void Close(LinkPath path, PathCloseReason reason);
}
