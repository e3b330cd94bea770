using System.Collections.Immutable;
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

    private readonly OwnerBook<RingUrl> _services;

    private OpenedServices(string path, IEnumerable<RingUrl> links) => _services = new(
        path,
        links.ToImmutableSortedDictionary(link => KeyOf(link.Owner, link.Name), link => link, StringComparer.Ordinal),
        Most,
        $"at most {Most} services are opened at a time. Close one: rings open --forget LINK",
        all => JsonSerializer.Serialize(all.Values.Select(link => link.ToLink())));

    /// <summary>Reads the list of a data directory; one that was never written is empty.</summary>
    /// <exception cref="UserErrorException">The file is there and is no such list, or others can read it.</exception>
    public static OpenedServices Open(string path)
    {
        if (!File.Exists(path)) return new OpenedServices(path, []);
        try
        {
            var links = JsonSerializer.Deserialize<string[]>(OwnerOnlyFile.Read(path)) ?? [];
            return new OpenedServices(path, links.Select(Read));
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
    public RingUrl? Find(Did owner, ServiceName name) => _services.Find(KeyOf(owner, name));

    /// <summary>Opens a service; a link without a ticket keeps the ticket that there was.</summary>
    /// <exception cref="UserErrorException">There are too many.</exception>
    /// <exception cref="IOException">The list cannot be written; it is as before.</exception>
    public void Add(RingUrl link) => _services.Put(KeyOf(link.Owner, link.Name), before => new RingUrl(link.Owner, link.Name)
    {
        Ticket = link.Ticket.IsEmpty && before is not null ? before.Ticket : link.Ticket,
    });

    /// <summary>Opens a service no longer, and forgets its ticket.</summary>
    /// <returns>False: it was not opened.</returns>
    /// <exception cref="IOException">The list cannot be written; it is as before.</exception>
    public bool Remove(RingUrl link) => _services.Remove(KeyOf(link.Owner, link.Name));

    private static string KeyOf(Did owner, ServiceName name) => new RingHost(owner, name).ToString();

    private static RingUrl Read(string text) =>
        RingUrl.TryParse(text, out var link) ? link : throw new FormatException($"expected {RingUrl.Expected}");
}
