using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Rings.Protocol.Proxy;

/// <summary>
/// Who may use a proxy: a user name and a password (RFC 1929; RFC 7617 for HTTP), each 1 to 255 bytes of UTF-8, with no
/// controls, and no <c>:</c> in the name.
/// </summary>
public sealed class ProxyLogin
{
    /// <summary>What a login has to be, for whoever wrote another.</summary>
    public const string Expected = "NAME:PASSWORD, each 1 to 255 bytes";

    private const int MaxBytes = 255;

    private readonly byte[] _name;
    private readonly byte[] _password;

    private ProxyLogin(byte[] name, byte[] password) => (_name, _password) = (name, password);

    /// <summary>Reads <c>NAME:PASSWORD</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ProxyLogin? login)
    {
        login = null;
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (text is null || colon < 0 || text.Any(char.IsControl)) return false;
        var (name, password) = (Encoding.UTF8.GetBytes(text[..colon]), Encoding.UTF8.GetBytes(text[(colon + 1)..]));
        if (name.Length is 0 or > MaxBytes || password.Length is 0 or > MaxBytes) return false;
        login = new ProxyLogin(name, password);
        return true;
    }

    /// <summary>Whether somebody gave both rightly; the time that it takes tells no more than that.</summary>
    public bool Admits(ReadOnlySpan<byte> name, ReadOnlySpan<byte> password) =>
        CryptographicOperations.FixedTimeEquals(Crypto.Hash.Sha256(name), Crypto.Hash.Sha256(_name))
        & CryptographicOperations.FixedTimeEquals(Crypto.Hash.Sha256(password), Crypto.Hash.Sha256(_password));
}
