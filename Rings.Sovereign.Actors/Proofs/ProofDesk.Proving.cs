using Akka.Actor;
using Akka.Event;
using Rings.Protocol;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Live;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;
using static Rings.Sovereign.Actors.Public.RingsProofsProtocol;

namespace Rings.Sovereign.Actors.Proofs;

/// <content>Proofs that this node gives: what its person has offered, and what the keeper's rule lets it answer.</content>
internal sealed partial class ProofDesk
{
    private readonly Dictionary<(Did Verifier, SecretId Id), Proving> _proving = [];

    /// <summary>Proofs that were asked for, and begin when there is memory for them.</summary>
    private readonly Queue<(Did Verifier, SecretId Id)> _waiting = [];

    /// <summary>Own offers that have ended, the newest last.</summary>
    private readonly Queue<OwnProof> _given = [];

    private ProofReply Begin(OfferProof offer)
    {
        if (offer.Verifier == Place.Self) return new(ProofOutcome.Self);
        if (_proving.Values.Count(one => one.Offered is not null) >= Offering) return new(ProofOutcome.Full);
        Fulfil(offer);
        var id = SecretId.Draw(Setting.Random);
        _proving[(offer.Verifier, id)] = new() { Offered = offer };
        var over = new StepOver(offer.Verifier, id, IsAsking: false);
        Timers.StartSingleTimer(over, over, PersonPatience);
        Send(offer.Verifier, new ProofMessage.Offer(id, offer.Statement.ToBytes()));
        return new(ProofOutcome.Done, id);
    }

    /// <summary>Somebody wants a proof: one that was offered, or one that the keeper's rule may let it have.</summary>
    private void Asked(Did from, ProofMessage.Ask ask)
    {
        if (_proving.TryGetValue((from, ask.Id), out var proving))
        {
            if (proving.Offered is { } offer && proving.Asked is null) Ask(from, ask, proving, offer);
        }
        // Refused before it is read: nobody here computes points for a stranger.
        else if (ask.Statement.Length > MaxUnasked) Send(from, new ProofMessage.End(ask.Id, ProofResult.Unknown));
        else if (!HasRoomFor(from)) Send(from, new ProofMessage.End(ask.Id, ProofResult.Busy));
        else if (Read(from, ask) is not { } statement || !LiveProver.Knows(ask, statement)) Send(from, new ProofMessage.End(ask.Id, ProofResult.Unknown));
        else if (statement is not OwnStatement { Account: null } own || _prober.IsNobody())
            Send(from, new ProofMessage.End(ask.Id, ProofResult.NotMine));
        else
        {
            _proving[(from, ask.Id)] = new();
            var over = new StepOver(from, ask.Id, IsAsking: false);
            Timers.StartSingleTimer(over, over, StepPatience);
            _prober.Tell(new FindWitness(from, own.Key, ask));
        }
    }

    private ProofStatement? Read(Did from, ProofMessage.Ask ask)
    {
        try
        {
            return StatementCodec.Read(ask.Statement.AsSpan());
        }
        catch (ProtocolException wrong)
        {
            Log.Debug("What {From} wants to be proven is no statement: {Wrong}", from, wrong.Message);
            return null;
        }
    }

    /// <summary>The offer is taken. Whoever asks for anything else than was offered gets nothing.</summary>
    private void Ask(Did verifier, ProofMessage.Ask ask, Proving proving, OfferProof offer)
    {
        proving.Asked = ask;
        if (!offer.Statement.ToBytes().AsSpan().SequenceEqual(ask.Statement.AsSpan()) || !LiveProver.Knows(ask, offer.Statement))
        {
            EndUnknown(verifier, ask.Id);
            return;
        }

        var over = new StepOver(verifier, ask.Id, IsAsking: false);
        Timers.StartSingleTimer(over, over, StepPatience);
        _waiting.Enqueue((verifier, ask.Id));
        ProveNext();
    }

    /// <summary>Begins those that were asked for first, as long as there is memory for them.</summary>
    private void ProveNext()
    {
        while (_waiting.TryPeek(out var next))
        {
            if (_proving.GetValueOrDefault(next) is { Prover: null, Asked: { } ask, Offered: { } offer } proving)
            {
                var (held, more) = (_proving.Values.Sum(one => one.Bytes), offer.Statement.ProvingBytes(ask.Bits));
                if (held > 0 && held + more > MaxProvingBytes) return;
                proving.Bytes = more;
                _waiting.Dequeue();
                Prove(next.Verifier, ask, proving, offer);
            }
            else _waiting.Dequeue(); // It has ended meanwhile.
        }
    }

    private void EndUnknown(Did verifier, SecretId id)
    {
        Send(verifier, new ProofMessage.End(id, ProofResult.Unknown));
        EndProving(verifier, id, ProofResult.Unknown);
    }

    private void Prove(Did verifier, ProofMessage.Ask ask, Proving proving, OfferProof offer)
    {
        if (LiveProver.Begin(Place.Ring, Place.Self, verifier, ask, offer.Statement, offer.Witness, Setting.Random) is not { } prover)
        {
            EndUnknown(verifier, ask.Id);
            return;
        }

        proving.Prover = prover;
        if (!offer.Statement.TakesTellingTime) Say(verifier, prover.First, isAsking: false);
        else
        {
            // How long it took would tell something about the secret.
            var second = TimeSpan.FromMilliseconds(1000 - (Setting.Now.UnixMilliseconds % 1000));
            var first = new SendFirst(verifier, ask.Id);
            Timers.StartSingleTimer(first, first, second);
        }
    }

    private void MoveFirst(SendFirst first)
    {
        if (_proving.TryGetValue((first.Verifier, first.Id), out var proving) && proving.Prover is { } prover)
            Say(first.Verifier, prover.First, isAsking: false);
    }

    private void Answer(Witness witness)
    {
        var (verifier, ask) = (witness.For.Verifier, witness.For.Ask);
        if (!_proving.TryGetValue((verifier, ask.Id), out var proving) || proving.Prover is not null) return;
        proving.Prover = witness.Secret is { } secret
            ? LiveProver.Begin(
                Place.Ring, Place.Self, verifier, ask, new OwnStatement(witness.For.Point), new KeysWitness(secret), Setting.Random)
            : null;
        if (proving.Prover is { } prover) Say(verifier, prover.First, isAsking: false);
        else
        {
            EndProving(verifier, ask.Id, ProofResult.NotMine);
            Send(verifier, new ProofMessage.End(ask.Id, ProofResult.NotMine));
        }
    }

    private void Opened(Did from, ProofMessage.Open open)
    {
        if (!_proving.TryGetValue((from, open.Id), out var proving) || proving.Prover is not { } prover) return;
        switch (prover.Answer(open))
        {
            case ProofMessage.Move move:
                Say(from, move, isAsking: false);
                // Who offered it waits for how it ended.
                if (prover.IsDone && proving.Offered is null) EndProving(from, open.Id, ProofResult.Accepted);
                else if (prover.IsDone)
                {
                    proving.Bytes = 0;
                    ProveNext();
                }

                break;

            case var end:
                Send(from, end);
                Log.Warning("{From} opened another challenge than it was bound to: it got nothing", from);
                EndProving(from, open.Id, ProofResult.WrongOpening);
                break;
        }
    }

    private void EndProving(Did verifier, SecretId id, ProofResult result)
    {
        if (!_proving.Remove((verifier, id), out var proving)) return;
        Timers.Cancel(new StepOver(verifier, id, IsAsking: false));
        Timers.Cancel(new SendFirst(verifier, id));
        proving.Prover?.Dispose();
        if (proving.Offered is not { } offer) return;
        ProveNext();
        if (_given.Count >= MaxKnown) _given.Dequeue();
        // A verifier that says it believes before it has seen all of it has not seen a proof.
        var isSeen = proving.Prover is { IsDone: true };
        _given.Enqueue(new(id, verifier, offer.Statement.Claim, result == ProofResult.Accepted && !isSeen ? ProofResult.Refused : result));
    }

    private sealed class Proving
    {
        /// <summary>What this node's person has offered; null: the keeper's rule lets it be asked.</summary>
        public OfferProof? Offered { get; init; }

        /// <summary>What the verifier asked of what was offered; null: nothing yet.</summary>
        public ProofMessage.Ask? Asked { get; set; }

        /// <summary>Bytes that it keeps; 0: it has not begun.</summary>
        public long Bytes { get; set; }

        /// <summary>Null: nobody has asked yet, or the keeper has not answered yet.</summary>
        public LiveProver? Prover { get; set; }
    }

    private sealed record SendFirst(Did Verifier, SecretId Id) : INoSerializationVerificationNeeded;
}
