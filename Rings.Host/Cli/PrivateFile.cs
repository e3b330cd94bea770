using Rings.Actors.Disk;

namespace Rings.Host.Cli;

/// <summary>Bytes in a new file that only its owner may read.</summary>
internal static class PrivateFile
{
    /// <summary>Writes a file; never over another.</summary>
    /// <exception cref="UserErrorException">It is there already.</exception>
    public static void Write(string path, byte[] content)
    {
        if (File.Exists(path)) throw new UserErrorException($"{path} exists and is not overwritten. Name another folder: --out DIR");
        using var stream = OwnerOnlyFile.Create(path);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }
}
