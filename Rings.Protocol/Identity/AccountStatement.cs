using Google.Protobuf;

namespace Rings.Protocol.Identity;

/// <summary>Reads the fields that all texts signed by an account have in common.</summary>
internal static class AccountStatement
{
    /// <summary>The last millisecond of the year 9999, the end of what a text can say.</summary>
    private const ulong MaxMilliseconds = 253_402_300_799_999;

    /// <summary>The line that names the account in every such text.</summary>
    public static string Line(AccountKind kind, Did account) => $"Account: {account:N} ({kind})";

    /// <exception cref="ProtocolException">An unknown kind, or a public key that does not belong to it.</exception>
    public static void CheckKind(string message, AccountKind kind, ReadOnlySpan<byte> publicKey)
    {
        if (!Enum.IsDefined(kind)) throw new ProtocolException($"{message}.account_kind", "one of the kinds of accounts");
        var length = AccountSignature.CarriedKeyLength(kind);
        if (publicKey.Length != length)
            throw new ProtocolException($"{message}.account_public_key", $"{length} bytes for {kind}");
    }

    /// <exception cref="ProtocolException">Another length than that of the kind.</exception>
    public static byte[] ReadSignature(string message, AccountKind kind, ByteString signature)
    {
        var length = AccountSignature.Length(kind);
        return signature.Length == length
            ? signature.ToByteArray()
            : throw new ProtocolException($"{message}.signature", $"{length} bytes for {kind}");
    }

    /// <exception cref="ProtocolException">Not 20 bytes.</exception>
    public static Did ReadDid(string message, ByteString bytes) => bytes.Length == Did.Bytes
        ? Did.Read(bytes.Span)
        : throw new ProtocolException($"{message}.account_did", "20 bytes");

    /// <exception cref="ProtocolException">After the year 9999.</exception>
    public static Instant ReadTime(string field, ulong milliseconds) => milliseconds <= MaxMilliseconds
        ? Instant.FromUnixMilliseconds((long)milliseconds)
        : throw new ProtocolException(field, "Unix milliseconds before the year 10000");

    /// <summary>Cuts a time to whole milliseconds.</summary>
    /// <exception cref="ProtocolException">Before 1970 or after the year 9999.</exception>
    public static Instant WholeMilliseconds(string field, Instant time) => time >= Instant.Epoch
        ? ReadTime(field, (ulong)time.UnixMilliseconds)
        : throw new ProtocolException(field, "a time from 1970 on");
}
