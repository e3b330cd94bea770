using System.Collections.Immutable;
using Akka.Event;
using Rings.Actors.Peers;
using Rings.Actors.Settings;
using Rings.Protocol;
using Rings.Protocol.Links;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Links;

/// <summary>
/// Whom a node can dial without a ring: seeds and remembered peers, whose turn it is, and when the next.
/// </summary>
/// <param name="settings">The node's numbers.</param>
/// <param name="contacts">Remembered peers that can be dialled, the most promising first.</param>
/// <param name="random">Spreads the waits.</param>
internal sealed class Company(NodeSettings settings, ImmutableArray<PeerContact> contacts, Random random)
{
    private readonly Dictionary<Uri, string> _troubles = [];
    private int _retries;
    private int _nextMeeting;

    /// <summary>Remembered peers that can be dialled, the most promising first.</summary>
    public ImmutableArray<PeerContact> Contacts { get; set; } = contacts;

    /// <summary>Whether there is anybody to dial.</summary>
    public bool IsKnown => !settings.Seeds.IsEmpty || !Contacts.IsEmpty;

    /// <summary>The seeds that lead to no link, and what to do.</summary>
    public ImmutableArray<SeedTrouble> Troubles =>
        [.. _troubles.Select(seed => new SeedTrouble(seed.Key.ToString(), seed.Value, SeedAdvice.Of(seed.Value)))];

    /// <summary>Seeds of which nothing has been heard.</summary>
    public IEnumerable<Uri> Silent => settings.Seeds.Where(seed => !_troubles.ContainsKey(seed));

    /// <summary>An address leads to no link: a seed's trouble is told once for each reason. Others come and go.</summary>
    public void Note(Uri address, string reason, ILoggingAdapter log)
    {
        if (!settings.Seeds.Contains(address))
        {
            log.Debug("{Peer}, asked for a link, does not help: {Reason}", address, reason);
            return;
        }

        if (_troubles.GetValueOrDefault(address) == reason) return;
        _troubles[address] = reason;
        log.Warning("Seed {Seed} does not let this node in: {Reason} {Advice}",
            address, reason.TrimEnd('.') + ".", SeedAdvice.Of(reason));
    }

    /// <summary>An address led to a link.</summary>
    public void Solved(Uri address) => _troubles.Remove(address);

    /// <summary>
    /// Whom a node without links dials now. Seeds come first: they were chosen. Remembered peers follow when these had
    /// their time, or there are none.
    /// </summary>
    /// <param name="hasLinks">Whether there are links all the same.</param>
    /// <param name="isStranger">Whether a peer is not linked and may be.</param>
    public IEnumerable<Uri> Next(bool hasLinks, Func<Did, bool> isStranger) =>
        hasLinks || (_retries == 0 && !settings.Seeds.IsEmpty) ? settings.Seeds
        : settings.Seeds.Concat(Strangers(isStranger).Take(settings.Peers.DialledAtOnce));

    /// <summary>
    /// Somebody who may be on another ring: a seed, or a remembered peer that is not linked, by turns.
    /// </summary>
    public Uri? Meeting(Func<Did, bool> isStranger)
    {
        Uri[] known = [.. settings.Seeds, .. Strangers(isStranger)];
        return known.Length == 0 ? null : known[_nextMeeting++ % known.Length];
    }

    /// <summary>How long a node without links waits before it dials again: ever longer.</summary>
    public TimeSpan Wait() =>
        Backoff.After(_retries++, settings.Links.SeedRetryShortest, settings.Links.SeedRetryLongest, random);

    /// <summary>There is a link.</summary>
    public void Found() => _retries = 0;

    private IEnumerable<Uri> Strangers(Func<Did, bool> isStranger) =>
        Contacts.Where(contact => isStranger(contact.Did)).Select(contact => contact.Address);
}
