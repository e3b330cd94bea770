using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Rings.Protocol.Services;

namespace Rings.Protocol.Entrance;

/// <summary>
/// The host names of an entrance: <c>NAME.DID.ZONE</c> and <c>NAME.ALIAS.ZONE</c>; the name may be left out for
/// <c>web</c>. What stands before the name is the service's own affair.
/// </summary>
public sealed class EntranceNames
{
    /// <summary>Entries of the list at most.</summary>
    public const int MaxRules = 4096;

    /// <summary>What a zone has to be.</summary>
    public const string ZoneExpected = "a domain name of at most 200 characters, such as zone.example";

    private const int MaxZone = 200;

    private readonly string _suffix;
    private readonly ILookup<Did, EntranceRule> _byOwner;
    private readonly ImmutableDictionary<string, EntranceRule> _byAlias;

    /// <param name="zone">The zone, one that <see cref="TryParseZone"/> has read.</param>
    /// <param name="rules">Who is let in; of two with one alias the last counts. At most <see cref="MaxRules"/>.</param>
    public EntranceNames(string zone, IReadOnlyCollection<EntranceRule> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rules.Count, MaxRules);
        (Zone, _suffix) = (zone, $".{zone}");
        _byOwner = rules.ToLookup(rule => rule.Owner);
        _byAlias = rules.Where(rule => rule.Alias is not null).GroupBy(rule => rule.Alias!)
            .ToImmutableDictionary(same => same.Key, same => same.Last(), StringComparer.Ordinal);
    }

    /// <summary>What all names end with, without the dot before it.</summary>
    public string Zone { get; }

    /// <summary>Reads a zone, in whatever case; one that ends with a dot is the same.</summary>
    public static bool TryParseZone(string text, [NotNullWhen(true)] out string? zone)
    {
        ArgumentNullException.ThrowIfNull(text);
        zone = text.ToLowerInvariant().TrimEnd('.');
        var labels = zone.Split('.');
        var isOne = zone.Length is > 0 and <= MaxZone && labels.All(RingHost.IsLabel) && !System.Net.IPAddress.TryParse(zone, out _)
            && !labels.Any(DidLabel.Is);
        if (!isOne) zone = null;
        return isOne;
    }

    /// <summary>Finds the service that a host name means.</summary>
    /// <param name="host">In lower case, letters, digits, <c>- _ .</c></param>
    public EntrancePlace Find(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (!host.EndsWith(_suffix, StringComparison.Ordinal)) return Nowhere($"{host} is not below {Zone}");
        var labels = host[..^_suffix.Length].Split('.');
        if (!labels.All(RingHost.IsLabel)) return Nowhere($"{host} is no name of a service");
        var name = ServiceName.Web;
        if (labels.Length > 1 && !ServiceName.TryParse(labels[^2], out name)) return Nowhere($"{host} is no name of a service");
        return DidLabel.Is(labels[^1])
            ? OfDid(host, Did.Parse(labels[^1], CultureInfo.InvariantCulture), name)
            : OfAlias(host, labels[^1], name);
    }

    private EntrancePlace OfDid(string host, Did owner, ServiceName name) =>
        _byOwner[owner].Any(rule => rule.Name is null || rule.Name == name) ? Somewhere(owner, name)
        : _byOwner.Contains(owner) ? Nowhere($"{name} of {owner} is not on this entrance's list")
        : Nowhere($"{owner} is not on this entrance's list");

    private EntrancePlace OfAlias(string host, string alias, ServiceName name) =>
        _byAlias.TryGetValue(alias, out var rule)
            ? Somewhere(rule.Owner, rule.Name ?? name)
            : Nowhere($"{host} is nothing that this entrance knows");

    private static EntrancePlace Somewhere(Did owner, ServiceName name) => new(new RingUrl(owner, name), "");

    private static EntrancePlace Nowhere(string why) => new(null, why);
}
