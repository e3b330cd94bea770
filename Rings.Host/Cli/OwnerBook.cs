using System.Collections.Immutable;
using Rings.Actors.Disk;

namespace Rings.Host.Cli;

/// <summary>What the node's owner wrote down, each thing under a name, in a file that only he may read. Thread-safe.</summary>
/// <param name="path">The file.</param>
/// <param name="entries">What stands in it.</param>
/// <param name="most">Entries at most.</param>
/// <param name="full">What is said where there are as many.</param>
/// <param name="toText">What the file is to hold.</param>
internal sealed class OwnerBook<T>(
    string path, ImmutableSortedDictionary<string, T> entries, int most, string full, Func<ImmutableSortedDictionary<string, T>, string> toText)
    where T : class
{
    private readonly Lock _lock = new();
    private volatile ImmutableSortedDictionary<string, T> _entries = entries;

    /// <summary>All entries, by name.</summary>
    public ImmutableSortedDictionary<string, T> All => _entries;

    /// <summary>What stands under a name; null: nothing does.</summary>
    public T? Find(string name) => _entries.GetValueOrDefault(name);

    /// <summary>Writes something under a name, in the place of what stood there.</summary>
    /// <param name="name">The name.</param>
    /// <param name="make">Makes it of what stood there; null: nothing did.</param>
    /// <exception cref="UserErrorException">The book is full.</exception>
    /// <exception cref="IOException">It cannot be written; it is as before.</exception>
    public void Put(string name, Func<T?, T> make)
    {
        lock (_lock)
        {
            var before = Find(name);
            if (before is null && _entries.Count >= most) throw new UserErrorException(full);
            // The name as it is written now, where case does not matter.
            Write(_entries.Remove(name).Add(name, make(before)));
        }
    }

    /// <summary>Takes out what stands under a name.</summary>
    /// <returns>False: nothing did.</returns>
    /// <exception cref="IOException">The book cannot be written; it is as before.</exception>
    public bool Remove(string name)
    {
        lock (_lock)
        {
            var left = _entries.Remove(name);
            if (left.Count == _entries.Count) return false;
            Write(left);
            return true;
        }
    }

    /// <summary>Writes the changed book first: what the disk refuses did not happen.</summary>
    private void Write(ImmutableSortedDictionary<string, T> changed)
    {
        OwnerOnlyFile.Write(path, toText(changed) + "\n");
        _entries = changed;
    }
}
