using System.Collections.Immutable;
using System.Text.Json;
using Rings.Actors.Disk;
using Rings.Host.Cli;
using Rings.Host.Entrance;
using Rings.Protocol;
using Rings.Protocol.Services;

namespace Rings.Host.Services;

/// <summary>
/// The kept services whose callers' TLS ends at this node, with the paths of their certificates, in <c>tls.json</c>. It
/// holds no key and no password. Thread-safe.
/// </summary>
internal sealed class TlsBook
{
    /// <summary>Services at most.</summary>
    public const int Most = 256;

    private readonly OwnerBook<TlsTerms> _services;

    private TlsBook(string path, IEnumerable<KeyValuePair<string, TlsTerms>> services) => _services = new(
        path, services.ToImmutableSortedDictionary(StringComparer.Ordinal), Most,
        $"TLS ends here for at most {Most} services. Remove one: rings service remove NAME",
        all => JsonSerializer.Serialize(all.ToDictionary(entry => entry.Key, entry => Written.Of(entry.Value))));

    /// <summary>Reads what a data directory holds; what was never written is empty.</summary>
    /// <exception cref="UserErrorException">The file is there and is no such list, or others can read it.</exception>
    public static TlsBook Open(string path)
    {
        if (!File.Exists(path)) return new TlsBook(path, []);
        try
        {
            var written = JsonSerializer.Deserialize<Dictionary<string, Written?>>(OwnerOnlyFile.Read(path)) ?? [];
            return new TlsBook(path, written.Select(
                entry => KeyValuePair.Create(ServiceName.Parse(entry.Key).ToString(), Read(entry.Value))));
        }
        catch (Exception error) when (error is JsonException or FormatException or ProtocolException)
        {
            throw new UserErrorException(
                $"the list of services with certificates {path} cannot be read. Move it away, and add them again: "
                + "rings service add NAME http TARGET --tls FILE", error);
        }
        catch (UnauthorizedAccessException open)
        {
            throw new UserErrorException(open.Message.TrimEnd('.'), open);
        }
    }

    /// <summary>All of them.</summary>
    public IEnumerable<(ServiceName Name, TlsTerms Terms)> All =>
        _services.All.Select(entry => (ServiceName.Parse(entry.Key), entry.Value));

    /// <summary>Writes one down, in the place of what there was of that name.</summary>
    /// <exception cref="UserErrorException">There are too many.</exception>
    /// <exception cref="IOException">The list cannot be written; it is as before.</exception>
    public void Put(ServiceName name, TlsTerms terms) => _services.Put(name.ToString(), _ => terms);

    /// <summary>Forgets one.</summary>
    /// <returns>False: there was none of that name.</returns>
    /// <exception cref="IOException">The list cannot be written; it is as before.</exception>
    public bool Remove(ServiceName name) => _services.Remove(name.ToString());

    private static TlsTerms Read(Written? written) =>
        written is not { Certificate: { } certificate, Entrances: { Length: <= TlsTerms.MaxEntrances } entrances }
            ? throw new FormatException("expected a certificate and a list of entrances")
            : new TlsTerms(certificate, written.Key, written.Password, [.. entrances.Select(text => Did.Parse(text))]);

    /// <summary>As it stands in the file.</summary>
    private sealed record Written(string? Certificate, string? Key, string? Password, string[]? Entrances)
    {
        public static Written Of(TlsTerms terms) =>
            new(terms.Certificate, terms.Key, terms.Password, [.. terms.Entrances.Select(did => did.ToString())]);
    }
}
