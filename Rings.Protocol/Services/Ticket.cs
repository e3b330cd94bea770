using Google.Protobuf;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Services;

/// <summary>A ticket as its provider knows it: by the hash of its secret.</summary>
/// <param name="Id">Names it to its owner: 12 hex digits, the beginning of <paramref name="SecretHash"/>.</param>
/// <param name="Service">Which service it opens.</param>
/// <param name="SecretHash">SHA-256 of its secret, in lower-case hex.</param>
/// <param name="Bearer">Whom it lets in.</param>
internal sealed record Ticket(string Id, ServiceName Service, string SecretHash, TicketBearer Bearer)
{
    private const int IdDigits = 12;

    /// <summary>The Did that it was made for, or that showed it first; null: nobody yet, or it is for anyone.</summary>
    public Did? Holder { get; init; }

    /// <summary>Until when it lets in; null: until it is revoked.</summary>
    public Instant? NotAfter { get; init; }

    /// <summary>When it was made.</summary>
    public Instant Made { get; init; }

    /// <summary>Makes the ticket of a secret.</summary>
    public static Ticket Of(TicketSecret secret, ServiceName service, TicketBearer bearer)
    {
        var hash = Convert.ToHexStringLower(secret.Hash());
        return new Ticket(hash[..IdDigits], service, hash, bearer);
    }

    /// <summary>Whether it lets a caller in now.</summary>
    public bool Admits(Did caller, Instant now) =>
        (NotAfter is not { } end || now < end)
        && (Bearer == TicketBearer.Anyone || Holder == caller || (Bearer == TicketBearer.First && Holder is null));

    /// <summary>Reads what the provider's disk kept.</summary>
    /// <exception cref="ProtocolException">It is no ticket.</exception>
    public static Ticket Read(ReadOnlySpan<byte> bytes)
    {
        var kept = ProtoBytes.Parse(Proto.KeptTicket.Parser, bytes, "KeptTicket");
        var service = ServiceName.Parse(kept.Service);
        if (kept.SecretHash.Length != TicketSecret.Bytes || !Enum.IsDefined((TicketBearer)kept.BearerKind))
            throw new ProtocolException("KeptTicket", "a hash of 32 bytes and a kind of bearer");
        var hash = Convert.ToHexStringLower(kept.SecretHash.Span);
        return new Ticket(hash[..IdDigits], service, hash, (TicketBearer)kept.BearerKind)
        {
            Holder = kept.Bearer.IsEmpty ? null : ProtoBytes.ReadDid(kept.Bearer, "KeptTicket.bearer"),
            NotAfter = kept.NotAfterMs == 0 ? null : Instant.FromUnixMilliseconds((long)kept.NotAfterMs),
            Made = Instant.FromUnixMilliseconds((long)kept.MadeMs),
        };
    }

    /// <summary>What the provider's disk keeps.</summary>
    public byte[] ToBytes() => new Proto.KeptTicket
    {
        Service = Service.ToString(),
        SecretHash = ProtoBytes.Wrap(Convert.FromHexString(SecretHash)),
        BearerKind = (uint)Bearer,
        Bearer = Holder is { } holder ? ProtoBytes.Wrap(holder.ToByteArray()) : ByteString.Empty,
        NotAfterMs = (ulong)(NotAfter?.UnixMilliseconds ?? 0),
        MadeMs = (ulong)Made.UnixMilliseconds,
    }.ToByteArray();
}
