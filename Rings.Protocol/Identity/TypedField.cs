using System.Text;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Identity;

/// <summary>One named field of typed data: how it is hashed, and how it is shown.</summary>
/// <param name="Type">Its type in EIP-712: address, bytes16, bytes20, bytes32, bool or string.</param>
/// <param name="Name">Its name, which a wallet shows.</param>
/// <param name="Shown">Its value as a wallet is given it: text, bytes or a truth value.</param>
/// <param name="Word">The 32 bytes that stand for it in the hash (EIP-712, "Definition of encodeData").</param>
internal sealed record TypedField(string Type, string Name, object Shown, byte[] Word)
{
    /// <summary>An account: 20 bytes, as a number.</summary>
    public static TypedField Address(string name, Did account) =>
        new("address", name, EthereumAccount.Address(account), [.. new byte[12], .. account.ToByteArray()]);

    /// <summary>1 to 32 bytes, of a type that has their number in its name.</summary>
    public static TypedField Bytes(string name, ReadOnlySpan<byte> bytes) =>
        new($"bytes{bytes.Length}", name, bytes.ToArray(), [.. bytes, .. new byte[32 - bytes.Length]]);

    /// <summary>A text, which is hashed.</summary>
    public static TypedField Text(string name, string text) =>
        new("string", name, text, Hash.Keccak256(Encoding.UTF8.GetBytes(text)));

    /// <summary>Yes or no.</summary>
    public static TypedField Flag(string name, bool value) =>
        new("bool", name, value, [.. new byte[31], (byte)(value ? 1 : 0)]);
}
