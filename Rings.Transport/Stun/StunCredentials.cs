using System.Security.Cryptography;
using System.Text;

namespace Rings.Transport.Stun;

/// <summary>
/// The long-term credentials of one user at one server (RFC 8489, section 9.2): learns realm and nonce from refusals
/// and signs requests with them. The password is taken as it is: prepare it (RFC 8265) where it is not ASCII.
/// </summary>
internal sealed class StunCredentials(string username, string password)
{
    private const int MaxQuotedBytes = 763;
    private const int MaxAlgorithmsBytes = 64;
    private const byte AlgorithmMd5 = 1;
    private const byte AlgorithmSha256 = 2;
    private const string NonceCookie = "obMatJos2";

    private byte[] _realm = [];
    private byte[] _nonce = [];
    private byte[] _algorithms = [];
    private byte[] _key = [];
    private byte[]? _userHash;
    private byte _algorithm;

    /// <summary>Whether a server has challenged: only then can a request be signed.</summary>
    public bool IsChallenged => _key.Length > 0;

    /// <summary>Takes realm, nonce and algorithms out of a 401 or 438 (RFC 8489, section 9.2.5).</summary>
    /// <returns>False when they are missing or too long, so that trying again makes no sense.</returns>
    public bool TryTakeChallenge(in StunMessage refusal)
    {
        if (!refusal.TryGet(StunAttribute.Nonce, out var nonce) || nonce.Length is 0 or > MaxQuotedBytes)
        {
            return false;
        }

        var realm = refusal.TryGet(StunAttribute.Realm, out var given) ? given : _realm;
        if (realm.Length > MaxQuotedBytes || Unwrap(realm).IsEmpty)
        {
            return false;
        }

        _nonce = nonce.ToArray();
        _realm = realm.ToArray();
        return TryChooseAlgorithm(refusal, ReadFeatures(nonce));
    }

    /// <summary>Writes user name, realm, nonce and the integrity attribute (RFC 8489, section 9.2.4).</summary>
    public void Sign(ref StunWriter writer)
    {
        if (_userHash is null)
        {
            writer.Add(StunAttribute.Username, username.AsSpan());
        }
        else
        {
            writer.Add(StunAttribute.UserHash, _userHash);
        }

        writer.Add(StunAttribute.Realm, _realm);
        writer.Add(StunAttribute.Nonce, _nonce);
        if (_algorithms.Length == 0)
        {
            writer.AddIntegrity(_key);
            return;
        }

        writer.Add(StunAttribute.PasswordAlgorithms, _algorithms);
        writer.Add(StunAttribute.PasswordAlgorithm, [0, _algorithm, 0, 0]);
        writer.AddIntegritySha256(_key);
    }

    /// <summary>Whether an answer was made by someone who knows the password.</summary>
    public bool Verifies(in StunMessage answer) =>
        IsChallenged
        && (_algorithms.Length > 0 ? answer.IntegritySha256Holds(_key) : answer.IntegrityHolds(_key));

    /// <summary>The password's key with MD5 (RFC 8489, section 9.2.2).</summary>
    internal static byte[] DeriveKey(string username, string realm, string password)
    {
#pragma warning disable CA5351 // The standard's own choice; the server may not know a better one.
        return MD5.HashData(Encoding.UTF8.GetBytes($"{username}:{realm}:{password}"));
#pragma warning restore CA5351
    }

    /// <summary>The password's key with SHA-256 (RFC 8489, section 18.5.1.2).</summary>
    internal static byte[] DeriveKeySha256(string username, string realm, string password) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{username}:{realm}:{password}"));

    /// <summary>USERHASH (RFC 8489, section 14.4).</summary>
    internal static byte[] HashUser(string username, string realm) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{username}:{realm}"));

    /// <summary>
    /// A realm as the key has it: without quotes around it and zero bytes behind it (RFC 5389, section 15.4). What is
    /// sent back is what came.
    /// </summary>
    private static ReadOnlySpan<byte> Unwrap(ReadOnlySpan<byte> realm)
    {
        const byte Quote = (byte)'"';
        realm = realm.TrimEnd((byte)0);
        return realm.Length >= 2 && realm[0] == Quote && realm[^1] == Quote ? realm[1..^1] : realm;
    }

    /// <summary>The security features in a nonce that begins with the cookie (RFC 8489, section 9.2.1).</summary>
    private static int ReadFeatures(ReadOnlySpan<byte> nonce)
    {
        Span<byte> bytes = stackalloc byte[3];
        return nonce.Length >= NonceCookie.Length + 4
            && Encoding.ASCII.GetString(nonce[..NonceCookie.Length]) == NonceCookie
            && Convert.TryFromBase64String(Encoding.ASCII.GetString(nonce.Slice(NonceCookie.Length, 4)), bytes, out _)
                ? (bytes[0] << 16) | (bytes[1] << 8) | bytes[2]
                : 0;
    }

    /// <summary>
    /// Bit 0 of the features: password algorithms; bit 1: user names hidden (the first bit is the highest).
    /// </summary>
    private bool TryChooseAlgorithm(in StunMessage refusal, int features)
    {
        var realm = Encoding.UTF8.GetString(Unwrap(_realm));
        var offers = refusal.TryGet(StunAttribute.PasswordAlgorithms, out var algorithms);
        if ((features & 0x800000) != 0 && !offers)
        {
            return false; // Somebody has cut the offer out: a bid-down (RFC 8489, section 9.2.5).
        }

        if (algorithms.Length > MaxAlgorithmsBytes)
        {
            return false;
        }

        _algorithms = algorithms.ToArray();
        _algorithm = OffersSha256(algorithms) ? AlgorithmSha256 : AlgorithmMd5;
        _userHash = (features & 0x400000) != 0 ? HashUser(username, realm) : null;
        _key = _algorithm == AlgorithmSha256
            ? DeriveKeySha256(username, realm, password)
            : DeriveKey(username, realm, password);
        return true;
    }

    private static bool OffersSha256(ReadOnlySpan<byte> algorithms)
    {
        while (algorithms.Length >= 4)
        {
            var parameters = (algorithms[2] << 8) | algorithms[3];
            if (algorithms[0] == 0 && algorithms[1] == AlgorithmSha256 && parameters == 0)
            {
                return true;
            }

            algorithms = algorithms[Math.Min(4 + StunMessage.Padded(parameters), algorithms.Length)..];
        }

        return false;
    }
}
