using System.Text.Json;
using Rings.Actors.Disk;
using Rings.Host.Cli;
using Rings.Protocol;
using Rings.Protocol.Services;

namespace Rings.Host.Services;

/// <summary>
/// The services of others that this node's owner opened for the programs of his machine, with the tickets that they need, in
/// <c>opened.json</c>. So a ticket stands in no address of a browser, and in none of its histories. Thread-safe.
/// </summary>
internal sealed class OpenedServices
{
    /// <summary>Services at most.</summary>
    public const int Most = 1024;

    private readonly Lock _lock = new();
    private readonly string _path;
    private Dictionary<RingHost, RingUrl> _services;

    private OpenedServices(string path, Dictionary<RingHost, RingUrl> services) => (_path, _services) = (path, services);

    /// <summary>Reads the list of a data directory; one that was never written is empty.</summary>
    /// <exception cref="UserErrorException">The file is there and is no such list, or others can read it.</exception>
    public static OpenedServices Open(string path)
    {
        if (!File.Exists(path)) return new OpenedServices(path, []);
        try
        {
            var links = JsonSerializer.Deserialize<string[]>(OwnerOnlyFile.Read(path)) ?? [];
            return new OpenedServices(path, links.Select(Read).ToDictionary(KeyOf));
        }
        catch (Exception error) when (error is JsonException or FormatException or ArgumentException)
        {
            throw new UserErrorException(
                $"the list of opened services {path} cannot be read. Move it away, and open them again: rings open LINK", error);
        }
        catch (UnauthorizedAccessException open)
        {
            throw new UserErrorException(open.Message.TrimEnd('.'), open);
        }
    }

    /// <summary>A service that was opened, with its ticket; null: it was not.</summary>
    public RingUrl? Find(Did owner, ServiceName name)
    {
        lock (_lock) return _services.GetValueOrDefault(new RingHost(owner, name));
    }

    /// <summary>Opens a service; a link without a ticket keeps the ticket that there was.</summary>
    /// <exception cref="UserErrorException">There are too many.</exception>
    /// <exception cref="IOException">The list cannot be written; it is as before.</exception>
    public void Add(RingUrl link)
    {
        lock (_lock)
        {
            var before = _services.GetValueOrDefault(KeyOf(link));
            if (before is null && _services.Count >= Most)
                throw new UserErrorException($"at most {Most} services are opened at a time. Close one: rings open --forget LINK");
            var ticket = link.Ticket.IsEmpty && before is not null ? before.Ticket : link.Ticket;
            Write(new(_services) { [KeyOf(link)] = new RingUrl(link.Owner, link.Name) { Ticket = ticket } });
        }
    }

    /// <summary>Opens a service no longer, and forgets its ticket.</summary>
    /// <returns>False: it was not opened.</returns>
    /// <exception cref="IOException">The list cannot be written; it is as before.</exception>
    public bool Remove(RingUrl link)
    {
        lock (_lock)
        {
            var left = new Dictionary<RingHost, RingUrl>(_services);
            if (!left.Remove(KeyOf(link))) return false;
            Write(left);
            return true;
        }
    }

    /// <summary>Writes the changed list first: what the disk refuses did not happen.</summary>
    private void Write(Dictionary<RingHost, RingUrl> changed)
    {
        OwnerOnlyFile.Write(_path, JsonSerializer.Serialize(changed.Values.Select(link => link.ToLink())) + "\n");
        _services = changed;
    }

    private static RingHost KeyOf(RingUrl link) => new(link.Owner, link.Name);

    private static RingUrl Read(string text) =>
        RingUrl.TryParse(text, out var link) ? link : throw new FormatException($"expected {RingUrl.Expected}");
}
