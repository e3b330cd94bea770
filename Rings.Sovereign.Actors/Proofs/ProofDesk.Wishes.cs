using Akka.Actor;
using Akka.Event;
using Rings.Protocol;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Credentials;
using Rings.Sovereign.Proofs.Live;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Proofs.Wishes;
using Rings.Sovereign.Secrets;
using static Rings.Sovereign.Actors.Public.RingsProofsProtocol;

namespace Rings.Sovereign.Actors.Proofs;

/// <content>
/// Proofs that the verifier begins: what this node's person wishes to be shown by others, what others wish to be shown by it, and the rules
/// by which it then offers without its person.
/// </content>
internal sealed partial class ProofDesk
{
    /// <summary>Wishes of this node that wait for an offer; rules by which it offers; verifiers to whom they have.</summary>
    public const int MaxWished = 64, MaxAllowed = 16, MaxAnswered = 256;

    private readonly Dictionary<(Did Prover, SecretId Id), ProofWish> _wished = [];
    private readonly Dictionary<SecretId, HeardWish> _heard = [];
    private readonly List<AllowProof> _allowed = [];

    /// <summary>Whom a rule has answered about which credential: the next question is the person's.</summary>
    private readonly HashSet<(Did Verifier, Did Issuer, string Name)> _answered = [];

    private ProofReply Wish(AskForProof ask)
    {
        if (ask.Prover == Place.Self) return new(ProofOutcome.Self);
        if (_wished.Count >= MaxWished) return new(ProofOutcome.Full);
        var id = SecretId.Draw(Setting.Random);
        _wished[(ask.Prover, id)] = ask.Wish;
        // The other side's person has ten minutes; its word that they are over may need a minute more.
        var over = new WishOver(ask.Prover, id);
        Timers.StartSingleTimer(over, over, PersonPatience + StepPatience);
        Send(ask.Prover, new WishMessage(id, ask.Wish));
        return new(ProofOutcome.Done, id);
    }

    /// <summary>Whether this node has wished for what is offered; then the wish has had its answer.</summary>
    private bool IsWished(Did prover, ProofStatement statement)
    {
        foreach (var (key, wish) in _wished)
        {
            if (key.Prover != prover || !wish.IsFulfilledBy(statement, prover)) continue;
            _wished.Remove(key);
            Timers.Cancel(new WishOver(prover, key.Id));
            return true;
        }

        return false;
    }

    /// <summary>
    /// A wish of this node ends without an offer. That the other side has none and that it does not want to show it is the same to see;
    /// that it believes itself says nothing.
    /// </summary>
    private void EndWish(Did prover, SecretId id, ProofResult result)
    {
        if (!_wished.Remove((prover, id), out var wish)) return;
        Timers.Cancel(new WishOver(prover, id));
        var told = result is ProofResult.TimedOut or ProofResult.Busy or ProofResult.Unknown ? result : ProofResult.NotMine;
        Remember(new(prover, wish.Claim, told, Setting.Now, [], null));
    }

    private void Heard(Did from, WishMessage message)
    {
        if (_heard.Values.Any(one => one.From == from && one.WishId == message.Id)) return;
        if (!HasRoomFor(from))
        {
            Send(from, new ProofMessage.End(message.Id, ProofResult.Busy));
            return;
        }

        var id = SecretId.Draw(Setting.Random);
        _heard[id] = new(from, message.Id, message.Wished, Setting.Now + PersonPatience);
        var over = new PersonOver(id);
        Timers.StartSingleTimer(over, over, PersonPatience);
        if (Allowed(from, message.Wished) is { } offer) ReadRoots(offer.Statement.Tree!.Issuer, offer.Statement.Tree.Name, id);
        else TellPerson(id);
    }

    private void TellPerson(SecretId id) => Log.Info(
        "{From} wishes to be shown that you are {Claim}: rings proof answer {Id}", _heard[id].From, _heard[id].Wish.Claim, id);

    private ProofOutcome Allow(AllowProof rule)
    {
        if (_allowed.Count >= MaxAllowed) return ProofOutcome.Full;
        _allowed.Add(rule);
        return ProofOutcome.Done;
    }

    /// <summary>What a rule lets this node offer to whoever wishes it: one answer about a credential to each verifier.</summary>
    private OfferProof? Allowed(Did verifier, ProofWish wish)
    {
        foreach (var rule in _allowed)
        {
            var tree = rule.Credential.Tree;
            if (_answered.Count >= MaxAnswered || _answered.Contains((verifier, tree.Issuer, tree.Name))) continue;
            var statement = CredentialStatement.Of(rule.Credential, rule.Rule, verifier, rule.Words);
            if (wish.IsFulfilledBy(statement, Place.Self)) return new(verifier, statement, new CredentialWitness(rule.Credential));
        }

        return null;
    }

    private void ReadRoots(Did issuer, string name, SecretId id) => Context.ActorOf(RootReader.Props(Node, issuer, name, id));

    /// <summary>What a rule was waiting for. Where the tree does not count, the person sees to it.</summary>
    private void Go(RootReader.RootsRead read)
    {
        if (_requests.ContainsKey(read.For))
        {
            if (Accept(new(read.For, read.Roots)) != ProofOutcome.Done)
                Log.Warning("A proof that a rule takes is about a tree that its issuer does not show: rings proof accept {Id}", read.For);
        }
        else if (_heard.TryGetValue(read.For, out var heard))
        {
            if (Allowed(heard.From, heard.Wish) is { Statement.Tree: { } tree } offer && read.Roots.Contains(tree.Id)
                && Begin(offer).Outcome == ProofOutcome.Done)
                _answered.Add((heard.From, tree.Issuer, tree.Name));
            else TellPerson(read.For);
        }
    }

    /// <summary>The wishes of a verifier that an offer fulfils have had their answer.</summary>
    private void Fulfil(OfferProof offer)
    {
        foreach (var (id, heard) in _heard)
        {
            if (heard.From != offer.Verifier || !heard.Wish.IsFulfilledBy(offer.Statement, Place.Self)) continue;
            _heard.Remove(id);
            Timers.Cancel(new PersonOver(id));
        }
    }

    /// <summary>A wish of another ends without an offer.</summary>
    private bool EndHeard(SecretId id, ProofResult result)
    {
        if (!_heard.Remove(id, out var heard)) return false;
        Timers.Cancel(new PersonOver(id));
        Send(heard.From, new ProofMessage.End(heard.WishId, result));
        return true;
    }

    private sealed record HeardWish(Did From, SecretId WishId, ProofWish Wish, Instant Expires);

    private sealed record WishOver(Did Prover, SecretId Id) : INoSerializationVerificationNeeded;
}
