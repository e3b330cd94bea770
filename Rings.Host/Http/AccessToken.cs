using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Rings.Actors.Identity;

namespace Rings.Host.Http;

/// <summary>The secret that opens the internal listener; kept in an owner-only file.</summary>
internal sealed class AccessToken
{
    /// <summary>The token file's name in the data directory.</summary>
    public const string FileName = "token";

    private const int SecretBytes = 32;
    private readonly byte[] _text;

    private AccessToken(string text) => _text = Encoding.ASCII.GetBytes(text);

    /// <summary>Reads the token, or makes one where there is none.</summary>
    /// <exception cref="UnauthorizedAccessException">Others may read the file.</exception>
    public static AccessToken LoadOrCreate(string path)
    {
        if (!File.Exists(path))
            OwnerOnlyFile.Write(path, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes)) + "\n");

        return new AccessToken(OwnerOnlyFile.Read(path).Trim());
    }

    /// <summary>
    /// Whether an <c>Authorization</c> header carries this token; takes the same time for any wrong one of its length.
    /// </summary>
    public bool Opens(string? authorization)
    {
        const string Scheme = "Bearer ";
        return authorization is not null
            && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(authorization[Scheme.Length..].Trim()), _text);
    }
}
