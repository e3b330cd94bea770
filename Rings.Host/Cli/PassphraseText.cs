using Rings.Actors.Disk;

namespace Rings.Host.Cli;

/// <summary>Passphrases, as they lie in files that only their owner can read.</summary>
internal static class PassphraseText
{
    /// <summary>Reads a passphrase: the first line; null where no file is named.</summary>
    /// <exception cref="UserErrorException">The file holds none; blanks alone protect nothing.</exception>
    public static string? Read(string? path)
    {
        if (path is null) return null;
        if (string.IsNullOrWhiteSpace(path)) throw new UserErrorException("--passphrase-file: expected the name of a file");
        var passphrase = OwnerOnlyFile.Read(path).Split('\n')[0].TrimEnd('\r');
        return string.IsNullOrWhiteSpace(passphrase)
            ? throw new UserErrorException($"the first line of {path} is empty. Write the passphrase there")
            : passphrase;
    }
}
