namespace Rings.Transport.Dcep;

/// <summary>What the data channels of one connection need from the driver that owns them.</summary>
internal interface IDataChannelHost
{
    /// <summary>
    /// The lock that guards the connection's association and channels. The driver holds it while it feeds packets or
    /// time and writes packets; channels take it in their public methods. Observers are called while it is held.
    /// </summary>
    Lock Gate { get; }

    /// <summary>The time, on the association's clock.</summary>
    TimeSpan Now { get; }

    /// <summary>Packets or timers may be due: write what is due soon. Called while <see cref="Gate"/> is
    /// held.</summary>
    void RequestFlush();

    /// <summary>The remote side opened a channel.</summary>
    void OnDataChannel(DataChannel channel);

    /// <summary>The association is up.</summary>
    void OnAssociationEstablished();

    /// <summary>The association is over; all channels are closed.</summary>
    /// <param name="failed">False for an orderly end.</param>
    /// <param name="detail">Why, in words for an operator.</param>
    void OnAssociationClosed(bool failed, string detail);
}
