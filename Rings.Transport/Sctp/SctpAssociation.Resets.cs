namespace Rings.Transport.Sctp;

/// <remarks>What <see cref="StreamResets"/> asks for, and is asked.</remarks>
internal sealed partial class SctpAssociation
{
    bool IAssociationHost.IsOver => _over;

    uint IStreamResetHost.LastTsn => _sender.LastTsn;

    uint IStreamResetHost.CumulativeTsn => _receiver.CumulativeTsn;

    long IStreamResetHost.RetransmissionTimeout => _sender.RetransmissionTimeout;

    /// <summary>Resets the outgoing stream once what is queued on it has been sent; the sink is told.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="inAnswer">Whether this answers the remote side's reset of the same stream.</param>
    public void ResetStream(ushort stream, bool inAnswer = false)
    {
        if (!_over)
            _resets.Want(stream, inAnswer);
    }

    /// <summary>Whether the outgoing stream is being reset: nothing can be sent on it until that is over.</summary>
    public bool IsResetting(ushort stream) => _resets.IsUnderWay(stream);

    /// <summary>The sink has got something on a stream that its remote user had reset: see <see
    /// cref="StreamResets.UsedAgain"/>.</summary>
    public void UsedAgain(ushort stream) => _resets.UsedAgain(stream);

    void IAssociationHost.Reply(byte[] chunk) => Reply(_remoteTag, chunk);

    bool IStreamResetHost.TryCountError() => _sender.TryCountError();

    void IStreamResetHost.Answered() => _sender.Answered();

    void IStreamResetHost.IncomingReset(ushort stream)
    {
        _receiver.ResetStream(stream);
        _sink.OnIncomingStreamReset(stream);
    }

    void IStreamResetHost.OutgoingReset(ushort stream, bool done) => _sink.OnOutgoingStreamReset(stream, done);

    bool IStreamResetHost.TryTakeStreams(int more) => _receiver.TryTakeStreams(more);
}
