using System.Security.Cryptography;
using Rings.Host.Cli;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;

namespace Rings.Host.Proofs;

/// <summary>A file that somebody is shown to have.</summary>
internal static class ProofPreimage
{
    /// <summary>Reads the file, and sees that it is the one.</summary>
    /// <param name="hash">Its SHA-256, 64 hex digits.</param>
    /// <param name="path">Where it lies.</param>
    /// <exception cref="UserErrorException">No such hash, no such file, one that is too long, or another.</exception>
    public static (PreimageStatement Statement, FileWitness Witness) Read(string hash, string path)
    {
        if (hash.Length != 2 * SHA256.HashSizeInBytes || !hash.All(char.IsAsciiHexDigit))
            throw new UserErrorException("hash: expected a SHA-256, 64 hex digits");
        var content = Content(path);
        var own = SHA256.HashData(content);
        return Convert.FromHexString(hash).AsSpan().SequenceEqual(own)
            ? (new(Bytes32.Read(own), content.Length), new(content))
            : throw new UserErrorException($"the SHA-256 of {path} is {Convert.ToHexStringLower(own)}, not the one to be shown");
    }

    private static byte[] Content(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var content = new byte[PreimageStatement.MaxLength + 1];
            var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            var read = content[..length];
            CryptographicOperations.ZeroMemory(content);
            return length <= PreimageStatement.MaxLength
                ? read
                : throw new UserErrorException($"{path} has more than {PreimageStatement.MaxLength} bytes: it is too long to be shown so");
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{path} cannot be read: {wrong.Message}", wrong);
        }
    }
}
