using Rings.Actors.Disk;
using Rings.Host.Cli;

namespace Rings.Host.Node;

/// <summary>Keeps a second process off a data directory while this one runs.</summary>
internal sealed class DataLock : IDisposable
{
    private readonly FileStream _file;

    private DataLock(FileStream file) => _file = file;

    /// <summary>Takes the directory.</summary>
    /// <exception cref="UserErrorException">Another process has it, or its disk cannot be written.</exception>
    public static DataLock Take(DataFolder data)
    {
        data.Create();
        try
        {
            return new DataLock(new FileStream(
                Path.Combine(data.Path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Only the lock itself says that another node runs: a full or read-only disk is another matter.
            var trouble = StoreException.Of(data.Path, error);
            throw new UserErrorException(
                trouble.Trouble == StoreTrouble.Busy
                    ? $"another node runs on {data.Path}. Give this one a directory of its own: --data-dir DIR"
                    : $"{trouble.Message}. Mend that, or name another directory: --data-dir DIR", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
