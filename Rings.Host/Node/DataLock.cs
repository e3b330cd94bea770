using Rings.Host.Cli;

namespace Rings.Host.Node;

/// <summary>Keeps a second process off a data directory while this one runs.</summary>
internal sealed class DataLock : IDisposable
{
    private readonly FileStream _file;

    private DataLock(FileStream file) => _file = file;

    /// <summary>Takes the directory.</summary>
    /// <exception cref="UserErrorException">Another process has it.</exception>
    public static DataLock Take(DataFolder data)
    {
        data.Create();
        try
        {
            return new DataLock(new FileStream(
                Path.Combine(data.Path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error) when (error is not FileNotFoundException and not DirectoryNotFoundException)
        {
            throw new UserErrorException(
                $"another node runs on {data.Path}. Give this one a directory of its own: --data-dir DIR", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
