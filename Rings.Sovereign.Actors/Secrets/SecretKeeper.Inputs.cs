using Akka.Actor;
using Akka.Event;
using Rings.Protocol;
using Rings.Sovereign.Actors.Proofs;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;
using static Rings.Actors.Public.RingsNodeProtocol;
using static Rings.Sovereign.Actors.Public.RingsSecretsProtocol;

namespace Rings.Sovereign.Actors.Secrets;

/// <content>What others and this node's person say.</content>
internal sealed partial class SecretKeeper
{
    private void Hear(Received received)
    {
        try
        {
            Hear(received.From, SecretCodec.Read(received.Payload));
        }
        catch (ProtocolException wrong)
        {
            Log.Debug("A message of {From} was refused: {Wrong}", received.From, wrong.Message);
        }
    }

    private void Hear(Did from, SecretMessage message)
    {
        var now = Setting.Now;
        void Count(SecretOutcome outcome)
        {
            if (outcome != SecretOutcome.Done)
                Log.Debug("{Message} of {From}: {Outcome}", message.GetType().Name, from, outcome);
        }

        switch (message)
        {
            case SecretMessage.Warning warning:
                Take(_states.Owner.Receive(from, message, now), OwnerIs, outcome =>
                {
                    Count(outcome);
                    if (outcome == SecretOutcome.Done)
                        Log.Warning(
                            "{Claimant} claims your secret {Id} at {Guardian}. If that is not you: rings secret veto {Claim}",
                            warning.Claimant, warning.Id, from, warning.ClaimId);
                });
                break;

            case SecretMessage.Dealt:
                Take(_states.Owner.Receive(from, message, now), OwnerIs, Count);
                break;

            case SecretMessage.Challenge or SecretMessage.Return:
                Take(_states.Recovery.Receive(from, message), RecoveryIs, Count);
                break;

            default:
                Take(_states.Guardian.Receive(from, message, now, Setting.Random), GuardianIs, outcome =>
                {
                    Count(outcome);
                    TellGuardian(from, message, outcome);
                });
                break;
        }
    }

    /// <summary>What a guardian's person has to know of what came.</summary>
    private void TellGuardian(Did from, SecretMessage message, SecretOutcome outcome)
    {
        switch (outcome, message)
        {
            case (SecretOutcome.NotAccepted, _):
                Log.Info("{Owner} asks you to keep a share: rings secret accept {Owner}", from, from);
                break;

            case (SecretOutcome.Done, SecretMessage.Claim claim):
                Log.Warning("{Claimant} claims the secret of {Owner}: rings secret kept", from, claim.Owner);
                break;

            case (SecretOutcome.Done, SecretMessage.Veto veto):
                Log.Warning(
                    "{Owner} says that claim {Claim} is not its own; it is held. Speak to them: rings secret kept", from, veto.ClaimId);
                break;
        }
    }

    private void Command(ISecretCommand command)
    {
        var (now, asker) = (Setting.Now, Sender);
        void Answer(SecretOutcome outcome) => asker.Tell(new SecretReply(outcome));
        switch (command)
        {
            case GetSecrets:
                asker.Tell(_states);
                break;

            case ProbeSecret probe:
                Probe(probe, asker);
                break;

            case SplitKey or SplitPayload:
                Split(command, now, asker);
                break;

            case RefreshSecret refresh:
                Take(_states.Owner.Refresh(
                    refresh.Id, KeyOf(refresh.Key), refresh.Order, now, Setting.Random), OwnerIs, Answer);
                break;

            case ForgetSecret forget:
                Take(_states.Owner.Forget(forget.Id, now), OwnerIs, Answer);
                break;

            case VetoClaim veto:
                Take(_states.Owner.Veto(veto.Claim), OwnerIs, Answer);
                break;

            case BeginRecovery begin:
                Take(_states.Recovery.Begin(begin.Sheet, begin.IsRehearsal, now, Setting.Random), RecoveryIs, Answer);
                break;

            case CancelRecovery cancel:
                Take(_states.Recovery.Cancel(cancel.Owner, cancel.Id), RecoveryIs, Answer);
                break;

            default:
                Take(OfGuardian(command, now), GuardianIs, Answer);
                break;
        }
    }

    private SecretStep<Guardian> OfGuardian(ISecretCommand command, Instant now) => command switch
    {
        AcceptOwner accept => _states.Guardian.Accept(accept.Owner),
        ExpectClaimant expect => _states.Guardian.Expect(expect.Claimant),
        ApproveClaim approve => _states.Guardian.Approve(approve.Claim, approve.Words, approve.DespiteVeto, now),
        RefuseClaim refuse => _states.Guardian.Refuse(refuse.Claim),
        EraseKept erase => _states.Guardian.Erase(erase.Owner, erase.Id),
        _ => throw new ArgumentException($"{command.GetType().Name} is no command of a guardian.", nameof(command)),
    };

    private void Split(ISecretCommand command, Instant now, IActorRef asker)
    {
        var id = SecretId.Draw(Setting.Random);
        var step = command switch
        {
            SplitKey split when KeyOf(split.Key) is { } key =>
                _states.Owner.SplitKey(id, split.Label, key, split.Order, now, Setting.Random),
            SplitPayload split => _states.Owner.SplitSealed(id, split.Label, split.Payload, split.Order, now, Setting.Random),
            _ => null,
        };
        if (step is null) asker.Tell(new SecretReply(SecretOutcome.Invalid));
        else Take(step, OwnerIs, outcome => asker.Tell(new SecretReply(outcome, outcome == SecretOutcome.Done ? id : null)));
    }

    private void Probe(ProbeSecret probe, IActorRef asker)
    {
        if (_states.Owner.Secrets.GetValueOrDefault(probe.Id)?.Current is { } current)
            _probes.AskAll(probe.Id, current, asker);
        else
            asker.Tell(new SecretProbed(SecretOutcome.Unknown, []));
    }

    private void Note(ProofDesk.Proven proven)
    {
        if (_probes.Ended(proven, Setting.Now) is not { } id) return;
        if (proven.Result == Sovereign.Proofs.ProofResult.Accepted)
            Take(_states.Owner.Proven(id, proven.Prover, Setting.Now), OwnerIs, _ => { });
        else
            Log.Warning("{Guardian} has not proven that it holds its share of {Id}: {Result}", proven.Prover, id, proven.Result);
    }

    private static Secp256k1Scalar? KeyOf(byte[]? key)
    {
        try
        {
            return key is null ? null : Secp256k1Scalar.Read(key, "key");
        }
        catch (ProtocolException)
        {
            // No key of secp256k1: the command is refused as one with a number out of its range.
            return null;
        }
    }

    private SecretsView OwnerIs(SecretOwner owner) => _states with { Owner = owner };

    private SecretsView GuardianIs(Guardian guardian) => _states with { Guardian = guardian };

    private SecretsView RecoveryIs(SecretRecovery recovery) => _states with { Recovery = recovery };
}
