using Akka.Actor;
using Akka.Event;
using Rings.Protocol;
using Rings.Sovereign.Actors.Keeping;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Live;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;
using static Rings.Sovereign.Actors.Public.RingsProofsProtocol;
using static Rings.Sovereign.Actors.Store.SecretStoreProtocol;

namespace Rings.Sovereign.Actors.Proofs;

/// <content>Proofs that this node takes: what others offer and its person or a rule wants, and what the keeper asks for.</content>
internal sealed partial class ProofDesk
{
    /// <summary>Proofs that are remembered, taken and given; the oldest go.</summary>
    public const int MaxKnown = 64;

    /// <summary>Rules.</summary>
    public const int MaxRules = 16;

    private readonly Dictionary<SecretId, Request> _requests = [];
    private readonly Dictionary<(Did Prover, SecretId Id), Question> _asking = [];
    private readonly Queue<KnownProof> _known = [];
    private readonly TagBook _tags = new();
    private readonly List<TakeProofs> _rules = [];
    private readonly RefusalBook _refusals = new();

    /// <summary>Proofs that hold, whose tags the disk has not taken yet. Bounded with those under way.</summary>
    private readonly Queue<(Did Prover, Question Asked)> _keeping = [];

    private void Begin(AskProof ask)
    {
        if (_asking.Values.Count(one => one.Asker is not null) >= Asking)
        {
            Sender.Tell(new Proven(ask.Prover, ask.Tag, ProofResult.Busy));
            return;
        }

        Ask(ask.Prover, SecretId.Draw(Setting.Random), new OwnStatement(ask.Point), ask.Tag, Sender);
    }

    private void Ask(Did prover, SecretId id, ProofStatement statement, object tag, IActorRef? asker)
    {
        var verifier = new LiveVerifier(
            Place.Ring, prover, Place.Self, id, statement, _refusals.IsWary(Setting.Now), Setting.Random);
        _asking[(prover, id)] = new(verifier, tag, asker);
        Say(prover, verifier.Ask, isAsking: true);
    }

    /// <summary>Somebody offers a proof. What it costs to read the statement is charged to whoever offers one that is none.</summary>
    private void Requested(Did from, ProofMessage.Offer offer)
    {
        var now = Setting.Now;
        if (_requests.Values.Any(one => one.From == from && one.OfferId == offer.Id) || _asking.ContainsKey((from, offer.Id))) return;
        if (!HasRoomFor(from) || _refusals.MustWait(from, now))
        {
            Send(from, new ProofMessage.End(offer.Id, ProofResult.Busy));
            return;
        }

        try
        {
            var statement = StatementCodec.Read(offer.Statement.AsSpan(), _circuits);
            if (!_tags.HasRoomFor(statement)) Send(from, new ProofMessage.End(offer.Id, ProofResult.Busy));
            else if (!IsWished(from, statement) && !_rules.Exists(rule => rule.Wish.IsFulfilledBy(statement, from)))
            {
                var id = Hold(from, offer.Id, statement, now);
                Log.Info("{From} wants to show you that it is {Claim}: rings proof accept {Id}", from, statement.Claim, id);
            }
            // What is wanted already is asked for; about a tree of credentials when it is known to be the issuer's.
            else if (statement.Tree is { } tree) ReadRoots(tree.Issuer, tree.Name, Hold(from, offer.Id, statement, now));
            else Ask(from, offer.Id, statement, offer.Id, asker: null);
        }
        catch (ProtocolException wrong)
        {
            _refusals.Refused(from, now);
            Log.Debug("What {From} offers to prove is no statement: {Wrong}", from, wrong.Message);
            Send(from, new ProofMessage.End(offer.Id, ProofResult.Unknown));
        }
    }

    /// <summary>Keeps an offer until the person answers it.</summary>
    /// <returns>Its name here.</returns>
    private SecretId Hold(Did from, SecretId offerId, ProofStatement statement, Instant now)
    {
        // A name of its own: two provers could name theirs alike.
        var id = SecretId.Draw(Setting.Random);
        _requests[id] = new(from, offerId, statement, now + PersonPatience);
        var over = new PersonOver(id);
        Timers.StartSingleTimer(over, over, PersonPatience);
        return id;
    }

    private ProofOutcome Add(TakeProofs rule)
    {
        if (_rules.Count >= MaxRules) return ProofOutcome.Full;
        _rules.Add(rule);
        return ProofOutcome.Done;
    }

    private ProofOutcome Accept(AcceptProof accept)
    {
        if (!_requests.TryGetValue(accept.Id, out var request)) return ProofOutcome.Unknown;
        // A prover that named the root could have made the tree for itself.
        if (request.Statement.Tree is { } tree && (accept.Roots.IsDefault || !accept.Roots.Contains(tree.Id))) return ProofOutcome.OtherRoot;
        _requests.Remove(accept.Id);
        Timers.Cancel(new PersonOver(accept.Id));
        Ask(request.From, request.OfferId, request.Statement, request.OfferId, asker: null);
        return ProofOutcome.Done;
    }

    private ProofOutcome Refuse(SecretId id)
    {
        if (EndHeard(id, ProofResult.NotMine)) return ProofOutcome.Done;
        if (!_requests.Remove(id, out var request)) return ProofOutcome.Unknown;
        Timers.Cancel(new PersonOver(id));
        Send(request.From, new ProofMessage.End(request.OfferId, ProofResult.Refused));
        return ProofOutcome.Done;
    }

    /// <summary>The person has not answered.</summary>
    private void Forget(PersonOver over)
    {
        if (!EndHeard(over.Id, ProofResult.TimedOut) && _requests.Remove(over.Id, out var request))
            Send(request.From, new ProofMessage.End(request.OfferId, ProofResult.TimedOut));
    }

    private void Take(Did prover, Question asked, ProofMessage.Move part)
    {
        if (!asked.Parts.TryTake(part, asked.Verifier.NextMoveBytes, out var whole))
            End(prover, asked, ProofResult.Refused);
        else if (whole is not null)
        {
            switch (asked.Verifier.Take(whole))
            {
                case ProofMessage.End end:
                    End(prover, asked, end.Result);
                    break;

                case var open:
                    Say(prover, open, isAsking: true);
                    break;
            }
        }
    }

    /// <summary>
    /// The prover does not go on, whoever broke it off: after the last opening that is a proof that has failed, or a cheat would stop
    /// at each bad challenge. Only a proof that this side has checked counts.
    /// </summary>
    private void BreakOff(Did prover, Question asked, ProofMessage.End end) => End(
        prover, asked, asked.Verifier.HasOpenedAll || end.Result == ProofResult.Accepted ? ProofResult.Refused : end.Result);

    private void End(Did prover, Question asked, ProofResult result)
    {
        var id = asked.Verifier.Ask.Id;
        _asking.Remove((prover, id));
        Timers.Cancel(new StepOver(prover, id, IsAsking: true));
        if (asked.Asker is null && result == ProofResult.Accepted
            && _tags.Entries(asked.Verifier.Statement, Setting.Now) is { IsEmpty: false } entries)
        {
            // Counted when it is on the disk: or it could be given again to a verifier that began anew.
            _keeping.Enqueue((prover, asked));
            _store.Tell(new KeepEntries(entries));
            if (_keeping.Count == 1) AwaitDisk();
        }
        else Conclude(prover, asked, result);
    }

    /// <summary>The disk has answered, about the tags that wait longest.</summary>
    private void Kept(bool isKept)
    {
        // What an earlier run of this actor had asked for is nobody's.
        if (!_keeping.TryDequeue(out var kept)) return;
        var (prover, asked) = kept;
        AwaitDisk();
        Conclude(prover, asked, isKept ? ProofResult.Accepted : ProofResult.Busy);
    }

    /// <summary>The disk may take its time for what waits longest, however much comes behind it.</summary>
    private void AwaitDisk()
    {
        if (_keeping.Count == 0) Timers.Cancel(DiskSilent.Instance);
        else Timers.StartSingleTimer(DiskSilent.Instance, DiskSilent.Instance, KeepingActor.DiskPatience);
    }

    private void Conclude(Did prover, Question asked, ProofResult result)
    {
        if (asked.Asker is { } asker) asker.Tell(new Proven(prover, asked.Tag, result));
        else Learn(prover, asked.Verifier.Statement, result);
        if (result is ProofResult.Accepted or ProofResult.Refused or ProofResult.Busy)
            Send(prover, new ProofMessage.End(asked.Verifier.Ask.Id, result));
    }

    /// <summary>What this node's person now knows.</summary>
    private void Learn(Did prover, ProofStatement statement, ProofResult result)
    {
        var now = Setting.Now;
        Instant? before = null;
        if (result == ProofResult.Accepted)
        {
            _refusals.Accepted(prover);
            before = _tags.Note(statement, now);
        }
        else if (result == ProofResult.Refused) _refusals.Refused(prover, now);

        Remember(new(prover, statement.Claim, result, now, statement.Tags, before));
    }

    private void Remember(KnownProof known)
    {
        if (_known.Count >= MaxKnown) _known.Dequeue();
        _known.Enqueue(known);
        if (known is { Result: ProofResult.Accepted, Before: null }) Log.Info("{Sentence}", known.Sentence);
        else Log.Warning("{Sentence}", known.Sentence);
    }

    private ProofsView View() => new(
        [.. _requests.Select(one => new ProofRequest(one.Key, one.Value.From, one.Value.Statement.Claim, one.Value.Expires, one.Value.Statement.Tree))],
        [
            .. _proving.Where(one => one.Value.Offered is not null)
                .Select(one => new OwnProof(one.Key.Id, one.Key.Verifier, one.Value.Offered!.Statement.Claim, null)),
            .. _given,
        ],
        [.. _known],
        [.. _heard.Select(one => new AskedProof(one.Key, one.Value.From, one.Value.Wish, one.Value.Expires))],
        [.. _wished.Select(one => new WishedProof(one.Key.Id, one.Key.Prover, one.Value.Claim))]);

    private sealed record Request(Did From, SecretId OfferId, ProofStatement Statement, Instant Expires);

    /// <param name="Verifier">This side of it.</param>
    /// <param name="Tag">What whoever asked calls it.</param>
    /// <param name="Asker">Who asked; null: this node's person, or a rule of theirs.</param>
    private sealed record Question(LiveVerifier Verifier, object Tag, IActorRef? Asker)
    {
        public MoveParts Parts { get; } = new();
    }

    private sealed record PersonOver(SecretId Id) : INoSerializationVerificationNeeded;
}
