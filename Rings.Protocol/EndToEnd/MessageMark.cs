using Rings.Protocol.Crypto;
using Rings.Protocol.Wire;

namespace Rings.Protocol.EndToEnd;

/// <summary>What a message is remembered by, whichever way it comes: in a session or as mail.</summary>
internal static class MessageMark
{
    /// <summary>SHA-256(ring ‖ account ‖ id): 32 bytes.</summary>
    /// <param name="from">Who wrote it.</param>
    /// <param name="id">16 bytes.</param>
    public static byte[] Of(Address from, ReadOnlySpan<byte> id) =>
        Hash.Sha256([.. from.Ring.ToByteArray(), .. from.Account.ToByteArray(), .. id]);

    /// <summary>SHA-256(ring ‖ account ‖ id): 32 bytes.</summary>
    public static byte[] Of(Address from, MessageId id) => Of(from, id.ToByteArray());
}
