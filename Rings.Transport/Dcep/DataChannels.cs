#pragma warning disable CS9113
using System.Security.Cryptography;
using Rings.Transport.Sctp;

namespace Rings.Transport.Dcep;

/// <summary>The data channels of one connection (RFC 8831, RFC 8832), over one association of their own.</summary>
/// <remarks>All members are to be called while <see cref="IDataChannelHost.Gate"/> is held.</remarks>
internal sealed class DataChannels(IDataChannelHost host, RandomNumberGenerator random)
{
    /// <summary>The association; null before <see cref="Start"/>.</summary>
    public SctpAssociation? Association { get; private set; }

    /// <summary>Makes a channel; it opens with the association. Allowed before <see cref="Start"/>.</summary>
    /// <exception cref="ArgumentException">The options contradict each other or the id is in use.</exception>
    public DataChannel Create(string label, DataChannelOptions options) => throw new NotImplementedException();

    /// <summary>Begins, when DTLS is up.</summary>
    /// <param name="options">The association's settings, with what the descriptions said.</param>
    /// <param name="dtlsClient">Whether this side is the DTLS client: its channels then get even stream ids.</param>
    /// <param name="now">The time.</param>
    public void Start(SctpOptions options, bool dtlsClient, TimeSpan now) => throw new NotImplementedException();

    /// <summary>Closes all channels and aborts the association; what is written next tells the remote side.</summary>
    public void Abort(string reason) => throw new NotImplementedException();
}
