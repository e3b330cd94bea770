using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Rings.Actors.Peers;
using Rings.Actors.Public;
using Rings.Protocol;
using static Rings.Actors.Links.ConnectionProtocol;
using static Rings.Actors.Links.LinkProtocol;
using static Rings.Actors.Peers.PeerBookProtocol;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Links;

/// <content>Finding company: seeds, remembered peers, dialling again, meeting other rings.</content>
internal sealed partial class LinkManager
{
    /// <summary>Dropped peers that are dialled again at a time: the ring looks after what it needs itself.</summary>
    private const int MaxRedials = 256;

    /// <summary>By then a seed that works has led to a link; whoever started the node still looks.</summary>
    private static readonly TimeSpan JoinPatience = TimeSpan.FromSeconds(5);

    private readonly Dictionary<Did, int> _redials = [];
    private readonly Dictionary<Uri, string> _troubles = [];
    private readonly CancellationTokenSource _stopped = new();
    private int _seedRetries;
    private ImmutableArray<PeerContact> _contacts;
    private int _nextMeeting;

    private bool HasContacts => !_node.Settings.Seeds.IsEmpty || !_contacts.IsEmpty;

    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private void Dialling(object message)
    {
        switch (message)
        {
            case Begin:
                if (!_node.Settings.Seeds.IsEmpty)
                    Timers.StartSingleTimer(JoinIsLate.Instance, JoinIsLate.Instance, JoinPatience);
                DialSeeds();
                break;

            case JoinIsLate:
                if (_ready.Count == 0) TellOfNoLink();
                break;

            case LinkProtocol.Meet:
                MeetSomebody();
                break;

            case SeedRetry:
                if (_ready.Count == 0) DialSeeds();
                break;

            case Redial redial when !_ready.ContainsKey(redial.Peer) && _redials.ContainsKey(redial.Peer):
                Open(redial.Peer, new LinkWay.OverRing(null), null);
                ScheduleRedial(redial.Peer);
                break;

            case Redial:
                break;

            case SeedNamed named:
                Named(named);
                break;

            case SeedAnswered answered:
                if (_links.ContainsKey(answered.Entry.Connection)) Accept(answered.Entry, answered.Answer);
                break;

            case SeedFailed failed:
                SeedRefused(failed);
                break;

            default:
                AboutDelegations(message);
                break;
        }
    }

    private void DialSeeds()
    {
        var seeds = _node.Settings.Seeds;
        foreach (var seed in seeds) DialSeed(seed, null);
        // Seeds come first: they were chosen. Remembered peers follow when these had their time, or there are none.
        if (_ready.Count == 0 && (_seedRetries > 0 || seeds.IsEmpty))
        {
            foreach (var contact in Strangers.Take(_node.Settings.Peers.DialledAtOnce)) DialSeed(contact.Address, null);
        }

        LookForCompany();
    }

    /// <summary>Remembered peers that are not linked and may be.</summary>
    private IEnumerable<PeerContact> Strangers =>
        _contacts.Where(contact => !_ready.ContainsKey(contact.Did) && IsAllowed(contact.Did));

    /// <summary>A peer says where it listens: remembered, that it can be dialled when no ring leads to it.</summary>
    private void NoteListener(PeerListens listens)
    {
        if (listens.RemoteCandidate is { } candidate && _seeds.AddressOf(candidate, listens.Port) is { } address)
            Context.Parent.Tell(new Reached(listens.Peer, address, Announced: true));
    }

    private static Uri WithoutFragment(Uri address) => new(address.GetLeftPart(UriPartial.Query));

    /// <summary>Without any link seeds and remembered peers are asked again and again, ever less often.</summary>
    private void LookForCompany()
    {
        if (!HasContacts || _closingFor is not null) return;
        if (_ready.Count > 0)
        {
            _seedRetries = 0;
            return;
        }

        if (Timers.IsTimerActive(SeedRetry.Instance)) return;
        var wait = Backoff(Settings.SeedRetryShortest, Settings.SeedRetryLongest, _seedRetries++);
        Timers.StartSingleTimer(SeedRetry.Instance, SeedRetry.Instance, wait);
    }

    private void DialSeed(Uri seed, IActorRef? waiting)
    {
        var named = seed.Fragment.TrimStart('#');
        if (named.Length > 0)
        {
            Self.Tell(new SeedNamed(seed, named, waiting));
            return;
        }

        WithDeadline(cancel => _seeds.NodeDidAsync(seed, cancel)).PipeTo(
            Self,
            Self,
            did => new SeedNamed(seed, did, waiting),
            thrown => new SeedFailed(seed, null, waiting, thrown.Message));
    }

    private void Named(SeedNamed named)
    {
        if (!Did.TryParse(named.Did, null, out var did))
            SeedRefused(new SeedFailed(named.Seed, null, named.Waiting, $"'{named.Did}' is not a Did"));
        else if (did != _node.Self)
            Open(did, new LinkWay.ToSeed(named.Seed), named.Waiting);
        else
            Refuse(did, named.Waiting, LinkFailure.Invalid, "the seed is this node itself");
    }

    private void AskSeed(LinkEntry entry, Uri seed, byte[] offer) =>
        WithDeadline(cancel => _seeds.AnswerOfferAsync(seed, offer, cancel)).PipeTo(
            Self,
            Self,
            answer => new SeedAnswered(entry, answer),
            thrown => new SeedFailed(seed, entry, null, thrown.Message));

    private ImmutableArray<SeedTrouble> Troubles =>
        [.. _troubles.Select(seed => new SeedTrouble(seed.Key.ToString(), seed.Value, SeedAdvice.Of(seed.Value)))];

    /// <summary>A seed that was named leads to no link: told once for each reason. Remembered peers come and go.</summary>
    private void NoteTrouble(Uri seed, string reason)
    {
        if (!_node.Settings.Seeds.Contains(seed))
        {
            _log.Debug("{Peer}, asked for a link, does not help: {Reason}", seed, reason);
            return;
        }

        if (_troubles.GetValueOrDefault(seed) == reason) return;
        _troubles[seed] = reason;
        _log.Warning("Seed {Seed} does not let this node in: {Reason} {Advice}", seed, reason.TrimEnd('.') + ".", SeedAdvice.Of(reason));
    }

    /// <summary>The first seconds are over, and no seed has led to a link.</summary>
    private void TellOfNoLink()
    {
        foreach (var seed in _node.Settings.Seeds.Where(seed => !_troubles.ContainsKey(seed)))
        {
            var answered = _links.Values.Any(entry => entry.PeerDelegation is not null && entry.Way is LinkWay.ToSeed way && way.Seed == seed);
            NoteTrouble(seed, answered ? SeedAdvice.StaysConnecting : SeedAdvice.Silent);
        }

        _log.Warning("No seed has led to a link: this node began a ring of its own. It goes on asking, and joins when one answers");
        Context.Parent.Tell(new JoiningFailed(Troubles));
    }

    private void SeedRefused(SeedFailed failed)
    {
        NoteTrouble(failed.Seed, failed.Reason);
        if (failed.Entry is { } entry) Give(entry, LinkFailure.Unreachable, failed.Reason);
        else Refuse(null, failed.Waiting, LinkFailure.Unreachable, failed.Reason);
        LookForCompany();
    }

    /// <summary>
    /// Whoever is met may be on another ring: a seed, or a remembered peer that is not linked, by turns.
    /// </summary>
    private void MeetSomebody()
    {
        ImmutableArray<Uri> known = [.. _node.Settings.Seeds, .. Strangers.Select(contact => contact.Address)];
        if (known.IsEmpty) return;
        DialSeed(known[_nextMeeting++ % known.Length], null);
    }

    private void ScheduleRedial(Did peer)
    {
        if (_closingFor is not null || (!_redials.ContainsKey(peer) && _redials.Count >= MaxRedials)) return;
        var failures = _redials.GetValueOrDefault(peer);
        var wait = Backoff(Settings.RedialShortest, Settings.RedialLongest, failures);
        if (wait >= Settings.RedialLongest)
        {
            _redials.Remove(peer); // Gone for good, as far as this node is concerned.
            return;
        }

        _redials[peer] = failures + 1;
        Timers.StartSingleTimer((nameof(Redial), peer), new Redial(peer), wait);
    }

    private TimeSpan Backoff(TimeSpan shortest, TimeSpan longest, int failures)
    {
        var wait = shortest * Math.Pow(2, Math.Min(failures, 20));
        return wait >= longest ? longest : wait * (0.75 + (_random.NextDouble() / 2));
    }

    private async Task<T> WithDeadline<T>(Func<CancellationToken, Task<T>> ask)
    {
        using var deadline = new CancellationTokenSource(Settings.SeedTimeout, _node.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _stopped.Token);
        return await ask(both.Token).ConfigureAwait(false);
    }

    private sealed record SeedRetry : INoSerializationVerificationNeeded
    {
        public static readonly SeedRetry Instance = new();
    }

    private sealed record JoinIsLate : INoSerializationVerificationNeeded
    {
        public static readonly JoinIsLate Instance = new();
    }

    private sealed record Redial(Did Peer) : INoSerializationVerificationNeeded;

    private sealed record SeedNamed(Uri Seed, string Did, IActorRef? Waiting) : INoSerializationVerificationNeeded;

    private sealed record SeedAnswered(LinkEntry Entry, byte[] Answer) : INoSerializationVerificationNeeded;

    private sealed record SeedFailed(Uri Seed, LinkEntry? Entry, IActorRef? Waiting, string Reason)
        : INoSerializationVerificationNeeded;
}
