using System.Diagnostics.CodeAnalysis;

namespace Rings.Protocol.Services;

/// <summary>
/// Where a service is: <c>ring://DID[@RING]/NAME[/PATH][#t=TICKET]</c>. What is after the <c>#</c> opens a closed service
/// and is never sent but to it.
/// </summary>
/// <param name="Owner">Whose service.</param>
/// <param name="Name">Which of his.</param>
public sealed record RingUrl(Did Owner, ServiceName Name)
{
    /// <summary>The most characters of a URL.</summary>
    public const int MaxLength = 2048;

    /// <summary>What a URL has to be, for whoever typed another.</summary>
    public const string Expected = "ring://DID/NAME, with #t= and a ticket where one is needed";

    private const string Scheme = "ring://";
    private const string TicketMark = "t=";
    private const int MaxRingName = 63;

    /// <summary>The ring's name; null: the ring of the node that reads it.</summary>
    public string? Ring { get; init; }

    /// <summary>What follows the name: empty, or it begins with <c>/</c>.</summary>
    public string Path { get; init; } = "";

    /// <summary>What opens it; empty: nothing is shown.</summary>
    public TicketSecret Ticket { get; init; }

    /// <summary>Reads a URL.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out RingUrl? url)
    {
        url = null;
        if (text is null || text.Length > MaxLength) return false;
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return false;
        if (text.Any(character => char.IsControl(character) || char.IsWhiteSpace(character))) return false;
        var (rest, secret) = Split(text[Scheme.Length..], '#');
        var (authority, place) = Split(rest, '/');
        var (name, path) = Split(place ?? "", '/');
        if (!TryParseAuthority(authority, out var owner, out var ring)) return false;
        if (name.Length == 0 && path is not null) return false;
        var service = ServiceName.Web;
        if (name.Length > 0 && !ServiceName.TryParse(name, out service)) return false;
        if (!TryParseTicket(secret, out var ticket)) return false;
        url = new RingUrl(owner, service) { Ring = ring, Path = path is null ? "" : "/" + path, Ticket = ticket };
        return true;
    }

    /// <summary>The URL without its ticket: good for logs and lists.</summary>
    public override string ToString() => $"{Scheme}{Owner}{(Ring is null ? "" : $"@{Ring}")}/{Name}{Path}";

    /// <summary>The URL with its ticket: whoever reads it is let in.</summary>
    public string ToLink() => Ticket.IsEmpty ? ToString() : $"{this}#{TicketMark}{Ticket.ToText()}";

    private static bool TryParseAuthority(string text, out Did owner, out string? ring)
    {
        (var did, ring) = Split(text, '@');
        // did:rings: has colons, which in a URL's authority begin a port.
        return Did.TryParse(did, out owner)
            && !did.Contains(':', StringComparison.Ordinal)
            && (ring is null || IsRingName(ring));
    }

    private static bool IsRingName(string ring) =>
        ring.Length is > 0 and <= MaxRingName
        && ring.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-');

    private static bool TryParseTicket(string? secret, out TicketSecret ticket)
    {
        ticket = default;
        return secret is null or ""
            || (secret.StartsWith(TicketMark, StringComparison.Ordinal)
                && TicketSecret.TryParse(secret[TicketMark.Length..], out ticket));
    }

    private static (string Before, string? After) Split(string text, char mark) => text.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at
        ? (text[..at], text[(at + 1)..])
        : (text, null);
}
