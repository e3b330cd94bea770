using System.Collections.Immutable;
using System.Text.Json;
using Rings.Host.Cli;
using Rings.Protocol;
using Rings.Protocol.Services;

namespace Rings.Host.Names;

/// <summary>
/// The address book of one node: names that its owner gave to Dids, and to services of others. A name is 1 to 40 of
/// letters, digits and <c>. _ -</c>, and its case does not matter; a Did may have several. Kept in <c>names.json</c>, which
/// its owner only may read: a service's name keeps its ticket. Thread-safe.
/// </summary>
internal sealed class NameBook
{
    /// <summary>Names at most.</summary>
    public const int MaxNames = 10_000;

    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 40;

    /// <summary>The name that every book has: the node itself.</summary>
    public const string Me = "me";

    private const string NameExpected = "1 to 40 of letters, digits and . _ -, not beginning with 0x";

    private readonly OwnerBook<NamedThing> _names;

    private NameBook(string path, Did self, ImmutableSortedDictionary<string, NamedThing> names)
    {
        Self = self;
        _names = new(path, names, MaxNames, $"the address book is full: {MaxNames} names. Remove one: rings name remove NAME", ToText);
    }

    /// <summary>Reads the book of a data directory; one that was never written is empty.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="self">The node's own Did, which <c>me</c> names.</param>
    /// <exception cref="UserErrorException">The file is there and is no book.</exception>
    public static NameBook Open(string path, Did self)
    {
        var names = ImmutableSortedDictionary.CreateBuilder<string, NamedThing>(StringComparer.OrdinalIgnoreCase);
        if (!File.Exists(path)) return new NameBook(path, self, names.ToImmutable());
        try
        {
            foreach (var (name, text) in JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(path)) ?? [])
            {
                if (!IsName(name)) throw new FormatException($"'{name}' is not a name: expected {NameExpected}");
                names[name] = NamedThing.TryParse(text, out var thing)
                    ? thing
                    : throw new FormatException($"the name '{name}' has no Did, 0x and 40 hex digits, and no service");
            }
        }
        catch (Exception error) when (error is JsonException or FormatException)
        {
            throw new UserErrorException(
                $"the address book {path} cannot be read ({error.Message.TrimEnd('.')}). Correct it, or move it away", error);
        }

        return new NameBook(path, self, names.ToImmutable());
    }

    /// <summary>The node's own Did.</summary>
    public Did Self { get; }

    /// <summary>All names with what they stand for, by name; <c>me</c> is not among them.</summary>
    public IReadOnlyCollection<KeyValuePair<string, NamedThing>> All => _names.All;

    /// <summary>What a name stands for.</summary>
    /// <returns>Null: nothing has this name here.</returns>
    public NamedThing? Find(string name) => IsMe(name) ? new NamedThing(Self, null) : _names.Find(name);

    /// <summary>A service with the ticket that a name of it keeps, where the link has none.</summary>
    public RingUrl WithTicket(RingUrl url)
    {
        if (!url.Ticket.IsEmpty) return url;
        var kept = _names.All.Values.FirstOrDefault(thing =>
            thing.Service is { Ticket.IsEmpty: false } service && service.Owner == url.Owner && service.Name == url.Name);
        return kept is null ? url : url with { Ticket = kept.Service!.Ticket };
    }

    /// <summary>The name that somebody meant who mistyped; null: none is near.</summary>
    public string? Nearest(string typed) => Spelling.Nearest(_names.All.Keys, typed);

    /// <summary>Gives a name to something; a name that something else had moves to this.</summary>
    /// <exception cref="UserErrorException">The name is not one, is <c>me</c>, or the book is full.</exception>
    /// <exception cref="IOException">It cannot be written; the book is as before.</exception>
    public void Add(string name, NamedThing thing)
    {
        if (!IsName(name)) throw new UserErrorException($"'{name}' is not a name: expected {NameExpected}");
        if (IsMe(name)) throw new UserErrorException($"'{Me}' always names this node");
        _names.Put(name, _ => thing);
    }

    /// <summary>Takes a name out of the book.</summary>
    /// <returns>False: it was not there.</returns>
    /// <exception cref="IOException">The book cannot be written; it is as before.</exception>
    public bool Remove(string name) => _names.Remove(name);

    /// <summary>Whether a text has the form of a name.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= MaxLength
        && !text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-');

    private static bool IsMe(string name) => string.Equals(name, Me, StringComparison.OrdinalIgnoreCase);

    private static string ToText(ImmutableSortedDictionary<string, NamedThing> names) =>
        JsonSerializer.Serialize(names.ToDictionary(pair => pair.Key, pair => pair.Value.ToKept()));
}
