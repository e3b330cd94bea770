namespace Rings.Transport.Sctp;

/// <summary>What <see cref="StreamResets"/> needs of the association that it belongs to.</summary>
internal interface IStreamResetHost : IAssociationHost
{
    /// <summary>The TSN sent last.</summary>
    uint LastTsn { get; }

    /// <summary>All of the remote side's TSNs up to here have come, or are skipped.</summary>
    uint CumulativeTsn { get; }

    /// <summary>The retransmission timeout, in ticks.</summary>
    long RetransmissionTimeout { get; }

    /// <summary>A request was not answered in time. The association counts that, with all else that is not
    /// answered.</summary>
    /// <returns>False if that was too often in a row.</returns>
    bool TryCountError();

    /// <summary>A request was answered: the remote side is there.</summary>
    void Answered();

    /// <summary>The remote side has reset its direction of a stream.</summary>
    void IncomingReset(ushort stream);

    /// <summary>The reset of this side's direction is over.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="done">False if the remote side refused.</param>
    void OutgoingReset(ushort stream, bool done);

    /// <summary>The remote side wants to send on more streams than its INIT said.</summary>
    /// <returns>False if that is more than this side has.</returns>
    bool TryTakeStreams(int more);
}
