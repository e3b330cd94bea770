using System.Collections.Immutable;
using System.Text.Json;
using Rings.Actors.Disk;
using Rings.Host.Cli;
using Rings.Protocol.Entrance;

namespace Rings.Host.Services;

/// <summary>
/// What each entrance of this node carried this month, in <c>entrances.json</c>: a restart gives nobody the month's bytes anew.
/// Thread-safe.
/// </summary>
internal sealed class EntranceMonths
{
    /// <summary>Entrances at most; one more takes the place of the one whose month is the longest ago.</summary>
    public const int Most = 64;

    private readonly string _path;
    private readonly Lock _lock = new();
    private ImmutableSortedDictionary<string, EntranceMonth> _months;

    private EntranceMonths(string path, ImmutableSortedDictionary<string, EntranceMonth> months) => (_path, _months) = (path, months);

    /// <summary>Reads what a data directory holds; what was never written is empty.</summary>
    /// <exception cref="UserErrorException">The file is there and cannot be read.</exception>
    public static EntranceMonths Open(string path)
    {
        if (!File.Exists(path)) return new EntranceMonths(path, ImmutableSortedDictionary<string, EntranceMonth>.Empty);
        try
        {
            var kept = JsonSerializer.Deserialize<Dictionary<string, EntranceMonth>>(OwnerOnlyFile.Read(path)) ?? [];
            return new EntranceMonths(path, kept.ToImmutableSortedDictionary(StringComparer.Ordinal));
        }
        catch (JsonException error)
        {
            throw new UserErrorException(
                $"what entrances carried this month, {path}, cannot be read. Move it away: then it is counted anew", error);
        }
        catch (UnauthorizedAccessException open)
        {
            throw new UserErrorException(open.Message.TrimEnd('.'), open);
        }
    }

    /// <summary>What an entrance carried in the month that it was open last.</summary>
    /// <param name="name">Tells it from others.</param>
    public EntranceMonth Find(string name)
    {
        lock (_lock) return _months.GetValueOrDefault(name);
    }

    /// <summary>Writes down what an entrance has carried; where nothing has changed, nothing.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Keep(string name, EntranceMonth month)
    {
        lock (_lock)
        {
            if (_months.GetValueOrDefault(name) == month) return;
            var changed = _months.SetItem(name, month);
            if (changed.Count > Most)
                changed = changed.Remove(changed.Where(entry => entry.Key != name).MinBy(entry => entry.Value.Number).Key);
            OwnerOnlyFile.Write(_path, JsonSerializer.Serialize(changed) + "\n");
            _months = changed;
        }
    }
}
