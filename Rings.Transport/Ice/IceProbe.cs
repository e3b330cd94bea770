using Rings.Transport.Stun;

namespace Rings.Transport.Ice;

/// <summary>Asks one STUN server which address it sees behind one socket (RFC 8489, section 11).</summary>
internal sealed class IceProbe(TransportAddress local, TransportAddress server, RandomFill random)
{
    private static readonly TimeSpan FirstRetransmission = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(20); // A NAT may forget a UDP mapping after 30 s.

    private StunTransactionId _id;
    private StunRetransmission _timer;
    private TimeSpan _answered = TimeSpan.MinValue;

    /// <summary>The socket's address.</summary>
    public TransportAddress Local => local;

    /// <summary>The server's address.</summary>
    public TransportAddress Server => server;

    /// <summary>Whether an answer is awaited.</summary>
    public bool IsPending { get; private set; }

    /// <summary>
    /// Whether the server has let a deadline pass: it is asked on, but not waited for until it answers.
    /// </summary>
    public bool IsOverdue { get; set; }

    /// <summary>What the server sees; the default value until it is known.</summary>
    public TransportAddress Mapped { get; private set; }

    /// <summary>When to call <see cref="TryRepeat"/>.</summary>
    public TimeSpan Due => IsPending ? _timer.Due : TimeSpan.MaxValue;

    /// <summary>Begins to ask, unless the last answer is fresh.</summary>
    /// <returns>Whether a request is to be sent.</returns>
    public bool TryBegin(TimeSpan now)
    {
        if (IsPending || (!Mapped.IsNone && now - _answered < Freshness))
        {
            return false;
        }

        IsPending = true;
        _id = StunTransactionId.Create(0, random);
        _timer = new StunRetransmission(now, FirstRetransmission);
        return true;
    }

    /// <summary>Moves on when <see cref="Due"/> has come.</summary>
    /// <returns>Whether to send again; else the server has not answered.</returns>
    public bool TryRepeat(TimeSpan now)
    {
        if (_timer.TryAgain(now))
        {
            return true;
        }

        IsPending = false;
        Mapped = default;
        return false;
    }

    /// <summary>Writes the request.</summary>
    public ReadOnlySpan<byte> Write(Span<byte> buffer)
    {
        var writer = new StunWriter(buffer, StunClass.Request, StunMethod.Binding, _id);
        writer.AddFingerprint();
        return buffer[..writer.Written.Length];
    }

    /// <summary>Takes an answer.</summary>
    /// <returns>Whether it was one to this probe.</returns>
    public bool TryTake(in StunMessage answer, TimeSpan now)
    {
        if (!IsPending || answer.Method != StunMethod.Binding || answer.TransactionId != _id)
        {
            return false;
        }

        IsPending = IsOverdue = false;
        _answered = now;
        Mapped = answer.Class == StunClass.Success ? ReadMapped(answer) : default;
        return true;
    }

    private static TransportAddress ReadMapped(in StunMessage answer) =>
        answer.TryGetXorAddress(StunAttribute.XorMappedAddress, out var mapped) ? mapped
        : answer.TryGet(StunAttribute.MappedAddress, out var plain) && StunAddress.TryRead(plain, out mapped) ? mapped
        : default;
}
