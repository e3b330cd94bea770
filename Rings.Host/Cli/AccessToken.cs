using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Rings.Actors.Disk;

namespace Rings.Host.Cli;

/// <summary>The secret that opens the internal listener; kept in an owner-only file.</summary>
internal sealed class AccessToken
{
    /// <summary>The token file's name in the data directory.</summary>
    public const string FileName = "token";

    private const int SecretBytes = 32;

    // What somebody wrote by hand must not be guessed, and goes into a header as it is (RFC 6750, 2.1).
    private const int MinLength = 16;
    private const int MaxLength = 512;

    private readonly byte[] _text;

    private AccessToken(string text) => _text = Encoding.ASCII.GetBytes(text);

    /// <summary>Reads the token, or makes one where there is none.</summary>
    /// <exception cref="UnauthorizedAccessException">Others may read the file.</exception>
    /// <exception cref="UserErrorException">The file holds no token.</exception>
    public static AccessToken LoadOrCreate(string path)
    {
        if (!File.Exists(path))
            OwnerOnlyFile.Write(path, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes)) + "\n");

        return new AccessToken(Read(path));
    }

    /// <summary>The token in a file.</summary>
    /// <exception cref="UnauthorizedAccessException">Others may read the file.</exception>
    /// <exception cref="UserErrorException">It holds none: an empty secret would let everybody in.</exception>
    public static string Read(string path)
    {
        var text = OwnerOnlyFile.Read(path).Trim();
        return text.Length is >= MinLength and <= MaxLength && text.All(letter => letter is > ' ' and <= '~')
            ? text
            : throw new UserErrorException(
                $"{path} does not hold an access token ({MinLength} to {MaxLength} letters, digits and signs without a blank). "
                + "Remove it: rings run makes a new one");
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
                Encoding.UTF8.GetBytes(authorization[Scheme.Length..].Trim(' ')), _text);
    }
}
