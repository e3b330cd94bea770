using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Rings.Transport.Sctp;

/// <summary>
/// How an association comes up, and comes up again (RFC 9260, section 5): INIT, INIT ACK, COOKIE ECHO and COOKIE ACK, both
/// roles at once. Holds what is to be sent next and the key of this side's cookies; the association holds the rest.
/// </summary>
internal sealed class SctpHandshake(
    SctpOptions options, RandomNumberGenerator random, RepeatTimer timer, IHandshakeHost host)
{
    // Of a packet, what is not the cookie.
    private const int AroundCookie = 64;

    private readonly List<byte[]> _unknownParameters = [];
    private byte[]? _cookieKey;
    private byte[]? _cookie;
    private long _initSentAt;

    /// <summary>Whether an INIT is to be sent, which goes alone.</summary>
    public bool IsInitDue { get; private set; }

    /// <summary>Whether a COOKIE ECHO is to be sent; data may go along.</summary>
    public bool IsEchoDue { get; private set; }

    /// <summary>Whether a COOKIE ACK is to be sent.</summary>
    public bool IsAckDue { get; private set; }

    /// <summary>Begins.</summary>
    public void Begin(long now)
    {
        host.State = SctpState.CookieWait;
        IsInitDue = true;
        timer.Start(now, host.RetransmissionTimeout);
    }

    /// <summary>Nothing is to be sent any more.</summary>
    public void End() => IsInitDue = IsEchoDue = IsAckDue = false;

    /// <summary>The timer has expired: what is not answered leaves once more.</summary>
    public void Repeat()
    {
        IsInitDue = host.State == SctpState.CookieWait;
        IsEchoDue = host.State == SctpState.CookieEchoed;
    }

    /// <summary>Writes the INIT that is due.</summary>
    public void WriteInit(ref PacketWriter writer, long now)
    {
        _initSentAt = now;
        IsInitDue = false;
        var init = LocalInit(host.LocalTag, host.FirstTsn);
        init.Write(writer.Chunk(ChunkType.Init, 0, init.Size));
    }

    /// <summary>Writes the COOKIE ECHO that is due.</summary>
    public void WriteEcho(ref PacketWriter writer)
    {
        IsEchoDue = false;
        _cookie.CopyTo(writer.Chunk(ChunkType.CookieEcho, 0, _cookie!.Length));
    }

    /// <summary>Writes the COOKIE ACK that is due.</summary>
    public void WriteAck(ref PacketWriter writer)
    {
        IsAckDue = false;
        writer.Chunk(ChunkType.CookieAck, 0, 0);
    }

    /// <summary>
    /// Takes an INIT (sections 5.2.1 and 5.2.2): answered in every state, with no change of it; the cookie carries what is
    /// needed.
    /// </summary>
    public void OnInit(ReadOnlySpan<byte> value, long now)
    {
        _unknownParameters.Clear();
        if (host.IsOver || !InitChunk.TryRead(value, out var remote, out _, _unknownParameters) || !remote.IsValid)
        {
            host.Discard();
            return;
        }

        if (host.State == SctpState.ShutdownAckSent)
        {
            host.RepeatShutdownAck();
            return;
        }

        var fresh = host.State >= SctpState.Established;
        var known = host.State >= SctpState.CookieEchoed;
        var cookie = new StateCookie
        {
            LocalTag = fresh ? host.NewTag() : host.LocalTag,
            LocalTsn = fresh ? host.NewTag() : host.FirstTsn,
            LocalTieTag = known ? host.LocalTag : 0,
            RemoteTieTag = known ? host.RemoteTag : 0,
            Made = TimeSpan.FromTicks(now),
            Remote = remote,
        };
        host.ReplyTo(remote.Tag, InitAck(cookie));
    }

    /// <summary>Takes an INIT ACK.</summary>
    public void OnInitAck(ReadOnlySpan<byte> value, long now)
    {
        if (host.State != SctpState.CookieWait)
            return; // Section 5.2.3.

        _unknownParameters.Clear();
        if (!InitChunk.TryRead(value, out var remote, out var cookie, _unknownParameters) || !remote.IsValid)
        {
            host.Fail(ErrorCause.InvalidParameter, "INIT ACK is malformed");
            return;
        }

        if (cookie.IsEmpty || cookie.Length + AroundCookie > options.MaxPacketSize)
        {
            host.Fail(ErrorCause.MissingParameter, "INIT ACK without a usable cookie");
            return;
        }

        host.Adopt(remote);
        Measure(_initSentAt, now);
        _cookie = cookie.ToArray();
        IsEchoDue = true;
        host.State = SctpState.CookieEchoed;
        timer.Start(now, host.RetransmissionTimeout);
    }

    /// <summary>Takes a COOKIE ECHO (section 5.2.4, with its table of actions).</summary>
    public void OnCookieEcho(ReadOnlySpan<byte> value, uint packetTag, long now)
    {
        if (host.IsOver || !StateCookie.TryOpen(value, CookieKey(), out var cookie) || cookie.LocalTag != packetTag)
        {
            host.Discard();
            return;
        }

        var sameLocal = cookie.LocalTag == host.LocalTag;
        var sameRemote = cookie.Remote.Tag == host.RemoteTag;
        if (!(sameLocal && sameRemote) && now - cookie.Made.Ticks > options.CookieLifetime.Ticks)
        {
            host.ReplyTo(cookie.Remote.Tag, StaleCookie(now - cookie.Made.Ticks));
            return;
        }

        if (sameLocal && host.State < SctpState.Established)
            EstablishFrom(cookie, sameRemote, now); // Actions B and D, and the ordinary passive side.
        else if (sameLocal && sameRemote)
            IsAckDue = true; // Action D: the COOKIE ACK was lost.
        else if (!sameLocal && !sameRemote
            && cookie.LocalTieTag == host.LocalTag && cookie.RemoteTieTag == host.RemoteTag)
            Restart(cookie, now); // Action A.
    }

    /// <summary>Takes a COOKIE ACK.</summary>
    public void OnCookieAck(long now)
    {
        if (host.State == SctpState.CookieEchoed)
            Establish(now);
    }

    /// <summary>The cookie was too old (section 5.2.6): begins again.</summary>
    public void OnStaleCookie()
    {
        if (host.State != SctpState.CookieEchoed)
            return;

        host.State = SctpState.CookieWait;
        IsEchoDue = false;
        IsInitDue = true;
    }

    private InitChunk LocalInit(uint tag, uint tsn) => new()
    {
        Tag = tag,
        Window = (uint)options.ReceiveWindow,
        OutboundStreams = options.Streams,
        InboundStreams = options.Streams,
        InitialTsn = tsn,
        ZeroChecksum = options.ZeroChecksum,
    };

    // The timers know the path before the first data leaves. A repeated packet measures nothing (Karn).
    private void Measure(long since, long now)
    {
        if (!host.KnowsRoundTrip && timer.Repeats == 0 && now - since < options.InitialRto.Ticks)
            host.Measured(now - since, now);
    }

    private byte[] InitAck(in StateCookie cookie)
    {
        var init = LocalInit(cookie.LocalTag, cookie.LocalTsn);
        var size = 4 + init.Size + 4 + Padding.Padded(StateCookie.Size)
            + _unknownParameters.Sum(unknown => 4 + Padding.Padded(unknown.Length));
        var chunk = new byte[size];
        chunk[0] = ChunkType.InitAck;
        BinaryPrimitives.WriteUInt16BigEndian(chunk.AsSpan(2), (ushort)size);
        init.Write(chunk.AsSpan(4));
        var rest = chunk.AsSpan(4 + init.Size);
        Parameter.WriteHeader(rest, ParameterType.StateCookie, StateCookie.Size);
        cookie.Seal(rest[4..], CookieKey());
        rest = rest[(4 + Padding.Padded(StateCookie.Size))..];
        foreach (var unknown in _unknownParameters)
        {
            Parameter.WriteHeader(rest, ParameterType.UnrecognizedParameter, unknown.Length);
            unknown.CopyTo(rest[4..]);
            rest = rest[(4 + Padding.Padded(unknown.Length))..];
        }

        return chunk;
    }

    private byte[] CookieKey()
    {
        if (_cookieKey is null)
        {
            _cookieKey = new byte[32];
            random.GetBytes(_cookieKey);
        }

        return _cookieKey;
    }

    private static byte[] StaleCookie(long age)
    {
        var chunk = new byte[12];
        chunk[0] = ChunkType.Error;
        chunk[3] = 12;
        Parameter.WriteHeader(chunk.AsSpan(4), ErrorCause.StaleCookie, 4);
        var microseconds = Math.Min(age / TimeSpan.TicksPerMicrosecond, uint.MaxValue);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8), (uint)microseconds);
        return chunk;
    }

    private void EstablishFrom(in StateCookie cookie, bool sameRemote, long now)
    {
        if (!sameRemote || host.State == SctpState.Closed)
            host.Adopt(cookie.Remote);

        IsAckDue = true;
        Measure(cookie.Made.Ticks, now);
        Establish(now);
    }

    private void Establish(long now)
    {
        IsInitDue = IsEchoDue = false;
        _cookie = null;
        timer.Stop();
        host.Establish(now);
    }

    // Section 5.2.4.1: the remote side has lost its state. Nothing of the old association is worth keeping.
    private void Restart(in StateCookie cookie, long now)
    {
        IsAckDue = true;
        host.Restart(cookie, now);
    }
}
