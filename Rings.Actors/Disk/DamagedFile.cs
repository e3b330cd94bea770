namespace Rings.Actors.Disk;

/// <summary>Files that cannot be used and may be wanted for a rescue: they are kept beside the new one.</summary>
internal static class DamagedFile
{
    /// <summary>Moves a file out of the way.</summary>
    /// <param name="path">The file.</param>
    /// <param name="companions">Ends of the names of files that belong to it.</param>
    /// <returns>Where it is now.</returns>
    /// <exception cref="StoreException">It cannot be moved.</exception>
    public static string SetAside(string path, params ReadOnlySpan<string> companions)
    {
        var number = 1;
        while (File.Exists($"{path}.damaged-{number}")) number++;
        var aside = $"{path}.damaged-{number}";
        try
        {
            File.Move(path, aside);
            foreach (var companion in companions)
            {
                if (File.Exists(path + companion)) File.Move(path + companion, aside + companion);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreException.Of(path, error);
        }

        return aside;
    }
}
