using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Rings.Protocol.Entrance;

/// <summary>
/// Reads where a TLS client wants to go from the first message that it sends, which is in the clear (RFC 8446, 4.1.2; the
/// name: RFC 6066, 3). Nothing is decrypted, changed or answered: the bytes go on as they came.
/// </summary>
internal static class TlsHello
{
    /// <summary>The longest hello, its own head of four bytes not counted.</summary>
    public const int MaxHello = 16 * 1024;

    /// <summary>The most records that one hello may be cut into.</summary>
    public const int MaxRecords = 32;

    /// <summary>As many bytes are never waited for again.</summary>
    public const int MaxBytes = MaxHello + MessageHead + (MaxRecords * RecordHead);

    /// <summary>The most extensions of a hello; each may be there once.</summary>
    public const int MaxExtensions = 256;

    private const int RecordHead = 5;
    private const int MessageHead = 4;
    private const int MaxRecord = 16 * 1024;
    private const int Random = 32;
    private const int MaxSession = 32;
    private const byte Handshake = 22;
    private const byte Alert = 21;
    private const byte ClientHello = 1;
    private const byte Major = 3;
    private const ushort ServerName = 0;
    private const ushort EncryptedHello = 0xfe0d;
    private const byte HostName = 0;
    private const int MaxName = 253;

    private static readonly SearchValues<byte> HostCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."u8);

    private static ReadOnlySpan<byte> PlainAnswer =>
        "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: 37\r\n\r\nThis port speaks TLS: use https://.\r\n"u8;

    /// <summary>Reads what has come so far, from the first byte on.</summary>
    /// <param name="bytes">At most <see cref="MaxBytes"/>.</param>
    public static HelloStep Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return new HelloStep.Wait();
        if (bytes[0] != Handshake) return OtherThanTls(bytes);
        Span<byte> head = stackalloc byte[MessageHead];
        var (at, have, records) = (0, 0, 0);
        while (at < bytes.Length)
        {
            var rest = bytes[at..];
            if (++records > MaxRecords) return Refuse(TlsAlert.HandshakeFailure, $"its hello comes in more than {MaxRecords} records");
            if (WrongRecord(rest) is { } wrong) return wrong;
            if (rest.Length < RecordHead) break;
            var length = BinaryPrimitives.ReadUInt16BigEndian(rest[3..]);
            var payload = rest.Slice(RecordHead, Math.Min(length, rest.Length - RecordHead));
            if (have < MessageHead) payload[..Math.Min(payload.Length, MessageHead - have)].CopyTo(head[have..]);
            have += payload.Length;
            if (WrongMessage(head, have, length - payload.Length) is { } refused) return refused;
            if (have >= MessageHead && have == MessageHead + SizeOf(head)) return Parse(Gather(bytes, have));
            at += RecordHead + length;
        }

        // By MaxBytes all records and all of a message have come: nothing is waited for then.
        return new HelloStep.Wait();
    }

    /// <summary>An answer that ends a connection before it began: an alert, fatal, in a record of its own.</summary>
    public static ReadOnlyMemory<byte> AnswerOf(TlsAlert alert) => new byte[] { Alert, Major, 3, 0, 2, 2, (byte)alert };

    private static HelloStep OtherThanTls(ReadOnlySpan<byte> bytes)
    {
        if (char.IsAsciiLetterUpper((char)bytes[0]))
            return new HelloStep.Refuse(PlainAnswer.ToArray(), "it speaks no TLS, but HTTP, say, in the clear");
        // SSL 2: a length of two bytes, its highest bit set, and a client hello (RFC 6101, E).
        if (bytes[0] < 0x80) return Refuse(TlsAlert.UnexpectedMessage, "it does not begin with a hello of TLS");
        if (bytes.Length < 3) return new HelloStep.Wait();
        return bytes[2] == ClientHello
            ? Refuse(TlsAlert.ProtocolVersion, "it begins as SSL 2 did")
            : Refuse(TlsAlert.UnexpectedMessage, "it does not begin with a hello of TLS");
    }

    private static HelloStep.Refuse? WrongRecord(ReadOnlySpan<byte> record)
    {
        if (record[0] != Handshake) return Refuse(TlsAlert.UnexpectedMessage, "a record of another kind is between those of its hello");
        if (record.Length > 1 && record[1] != Major) return Refuse(TlsAlert.ProtocolVersion, "its record is of no version of TLS");
        if (record.Length < RecordHead) return null;
        return BinaryPrimitives.ReadUInt16BigEndian(record[3..]) switch
        {
            0 => Refuse(TlsAlert.UnexpectedMessage, "a record of its hello is empty"),
            > MaxRecord => Refuse(TlsAlert.RecordOverflow, $"a record of its hello is longer than {MaxRecord} bytes"),
            _ => null,
        };
    }

    /// <param name="head">The message's first bytes, as far as they have come.</param>
    /// <param name="have">How many bytes of it have come.</param>
    /// <param name="toCome">How many more its last record has.</param>
    private static HelloStep.Refuse? WrongMessage(ReadOnlySpan<byte> head, int have, int toCome)
    {
        if (have > 0 && head[0] != ClientHello) return Refuse(TlsAlert.UnexpectedMessage, "its first message is no hello");
        if (have < MessageHead) return null;
        var size = SizeOf(head);
        return size > MaxHello ? Refuse(TlsAlert.HandshakeFailure, $"its hello is longer than {MaxHello} bytes")
            : have + toCome > MessageHead + size ? Refuse(TlsAlert.UnexpectedMessage, "another message follows in the record of its hello")
            : null;
    }

    private static int SizeOf(ReadOnlySpan<byte> head) => (head[1] << 16) | (head[2] << 8) | head[3];

    /// <summary>The hello's body, of records that are whole.</summary>
    private static byte[] Gather(ReadOnlySpan<byte> bytes, int have)
    {
        var message = new byte[have];
        for (var (at, taken) = (0, 0); taken < have;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 3)..]);
            bytes.Slice(at + RecordHead, length).CopyTo(message.AsSpan(taken));
            (at, taken) = (at + RecordHead + length, taken + length);
        }

        return message[MessageHead..];
    }

    private static HelloStep Parse(ReadOnlySpan<byte> body)
    {
        var hello = new TlsVector(body);
        if (!hello.TryTake(2, out var version) || !hello.TryTake(Random, out _) || !hello.TryTakeShort(out var session)
            || !hello.TryTakeLong(out var ciphers) || !hello.TryTakeShort(out var compressions)) return Broken();
        if (version[0] != Major) return Refuse(TlsAlert.ProtocolVersion, "its hello is of no version of TLS");
        if (session.Length > MaxSession || ciphers.IsEmpty || ciphers.Length % 2 != 0 || compressions.IsEmpty) return Broken();
        if (hello.IsOver) return Nameless(hasInner: false);
        return hello.TryTakeLong(out var extensions) && hello.IsOver ? ParseExtensions(new TlsVector(extensions)) : Broken();
    }

    private static HelloStep ParseExtensions(TlsVector extensions)
    {
        var seen = new HashSet<ushort>();
        ReadOnlySpan<byte> names = default;
        ReadOnlySpan<byte> inner = default;
        while (!extensions.IsOver)
        {
            if (!extensions.TryTakeNumber(out var type) || !extensions.TryTakeLong(out var data)) return Broken();
            if (seen.Count == MaxExtensions) return Refuse(TlsAlert.HandshakeFailure, $"its hello has more than {MaxExtensions} extensions");
            if (!seen.Add(type)) return Refuse(TlsAlert.IllegalParameter, "an extension stands twice in its hello");
            if (type == ServerName) names = data;
            if (type == EncryptedHello) inner = data;
        }

        var hasInner = seen.Contains(EncryptedHello);
        // Only the hello that is sealed may say that it is the inner one (RFC 9849, 5).
        if (hasInner && (inner.IsEmpty || inner[0] != 0)) return Refuse(TlsAlert.IllegalParameter, "its hello says wrongly that it was sealed");
        return seen.Contains(ServerName) ? ParseNames(new TlsVector(names), hasInner) : Nameless(hasInner);
    }

    private static HelloStep ParseNames(TlsVector extension, bool hasInner)
    {
        if (!extension.TryTakeLong(out var list) || !extension.IsOver || list.IsEmpty) return Broken();
        var names = new TlsVector(list);
        if (!names.TryTake(1, out var type) || !names.TryTakeLong(out var name) || name.IsEmpty) return Broken();
        if (!names.IsOver) return Refuse(TlsAlert.IllegalParameter, "it says more than one name");
        if (type[0] != HostName) return Refuse(TlsAlert.IllegalParameter, "the name that it says is no host name");
        if (name.Length > MaxName || name.ContainsAnyExcept(HostCharacters) || IsOddlyDotted(name))
            return Refuse(TlsAlert.IllegalParameter, "the name that it says is no host name");
        var text = Encoding.ASCII.GetString(name);
        return IPAddress.TryParse(text, out _)
            ? Refuse(TlsAlert.IllegalParameter, "the name that it says is an address")
            : new HelloStep.Hello(text.ToLowerInvariant(), hasInner);
    }

    /// <summary>Whether a label is empty; a dot at the end is not sent (RFC 6066, 3).</summary>
    private static bool IsOddlyDotted(ReadOnlySpan<byte> name) =>
        name[0] == '.' || name[^1] == '.' || name.IndexOf(".."u8) >= 0;

    private static HelloStep.Refuse Nameless(bool hasInner) => Refuse(
        TlsAlert.MissingExtension, hasInner ? "the name that it says is sealed for somebody else (ECH)" : "it says no name (SNI)");

    private static HelloStep.Refuse Broken() => Refuse(TlsAlert.DecodeError, "its hello is broken: a length in it lies");

    private static HelloStep.Refuse Refuse(TlsAlert alert, string why) => new(AnswerOf(alert), why);
}
