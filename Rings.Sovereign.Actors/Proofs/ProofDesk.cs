using Akka.Actor;
using Akka.Event;
using Rings.Protocol;
using Rings.Sovereign.Actors.Context;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Secrets;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Sovereign.Actors.Proofs;

/// <summary>
/// Live proofs at this node: asks others for them, and answers those whose rule lets it (docs/protocol/11-secrets.md, 11.4).
/// In memory only: a proof that breaks off begins anew.
/// </summary>
internal sealed class ProofDesk : UntypedActor, IWithTimers
{
    /// <summary>The name that its messages travel under.</summary>
    public const string Protocol = "proof/1";

    /// <summary>Proofs that others ask for at once: of one of them, and of all.</summary>
    public const int PerPeer = 4, InAll = 16;

    /// <summary>Proofs that this node asks for at once.</summary>
    public const int Asking = 64;

    /// <summary>How long the other side may take for a step.</summary>
    public static readonly TimeSpan StepPatience = TimeSpan.FromSeconds(60);

    private const int Window = 64;

    private readonly IActorRef _node;
    private readonly SecretPlace _place;
    private readonly SecretSetting _setting;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<(Did Prover, SecretId Id), Question> _asking = [];
    private readonly Dictionary<(Did Verifier, SecretId Id), LogarithmProver?> _proving = [];

    public ProofDesk(IActorRef node, SecretPlace place, SecretSetting setting) =>
        (_node, _place, _setting) = (node, place, setting);

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="node">The node.</param>
    /// <param name="place">Ring and Did.</param>
    /// <param name="setting">Clock and chance.</param>
    public static Props Props(IActorRef node, SecretPlace place, SecretSetting setting) =>
        Akka.Actor.Props.Create(() => new ProofDesk(node, place, setting));

    protected override void PreStart() => _node.Tell(new RegisterProtocol(Protocol, Self, Window));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AskProof ask:
                Begin(ask);
                break;

            case Received received:
                Sender.Tell(new Taken(1));
                Hear(received);
                break;

            case Witness witness:
                Answer(witness);
                break;

            case StepOver over:
                Give(over);
                break;

            case ISendOutcome or ProtocolRegistered:
                break; // What did not arrive is seen at the step's deadline.

            case ProtocolTaken taken:
                _log.Error("Another receives {Protocol} at this node: no proof is asked for or given", taken.Protocol);
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    private void Begin(AskProof ask)
    {
        if (_asking.Count >= Asking)
        {
            Sender.Tell(new Proven(ask.Prover, ask.Tag, ProofResult.Busy));
            return;
        }

        var verifier = new LogarithmVerifier(
            _place.Ring, ask.Prover, _place.Self, SecretId.Draw(_setting.Random), ask.Point, _setting.Random);
        _asking[(ask.Prover, verifier.Ask.Id)] = new(verifier, ask.Tag, Sender);
        Say(ask.Prover, verifier.Ask, isAsking: true);
    }

    private void Hear(Received received)
    {
        if (!received.IsSealed) return;
        try
        {
            var message = ProofCodec.Read(received.Payload);
            switch (message)
            {
                case ProofMessage.Ask ask:
                    Asked(received.From, ask);
                    break;

                case ProofMessage.Open open when _proving.Remove((received.From, open.Id), out var prover) && prover is not null:
                    Timers.Cancel(new StepOver(received.From, open.Id, IsAsking: false));
                    Send(received.From, prover.Answer(open));
                    break;

                case ProofMessage.Move move when _asking.TryGetValue((received.From, move.Id), out var asked):
                    Follow(received.From, asked.Verifier.Take(move));
                    break;

                case ProofMessage.End end when _asking.ContainsKey((received.From, end.Id)):
                    // Whoever breaks it off: only a proof that this side has checked counts.
                    End(received.From, end.Result == ProofResult.Accepted ? end with { Result = ProofResult.Refused } : end);
                    break;
            }
        }
        catch (ProtocolException wrong)
        {
            _log.Debug("A message of {From} was refused: {Wrong}", received.From, wrong.Message);
        }
    }

    /// <summary>Somebody wants a proof: whoever keeps the secrets is asked whether there is one that it may have.</summary>
    private void Asked(Did from, ProofMessage.Ask ask)
    {
        if (_proving.ContainsKey((from, ask.Id))) return;
        if (_proving.Count >= InAll || _proving.Keys.Count(key => key.Verifier == from) >= PerPeer)
            Send(from, new ProofMessage.End(ask.Id, ProofResult.Busy));
        else if (!LogarithmProver.Knows(ask) || ProofCodec.ReadStatement(ask.Statement.AsSpan()) is not { } point)
            Send(from, new ProofMessage.End(ask.Id, ProofResult.Unknown));
        else
        {
            _proving[(from, ask.Id)] = null;
            Timers.StartSingleTimer(
                new StepOver(from, ask.Id, IsAsking: false), new StepOver(from, ask.Id, IsAsking: false), StepPatience);
            Context.Parent.Tell(new FindWitness(from, point, ask));
        }
    }

    private void Answer(Witness witness)
    {
        var (verifier, ask) = (witness.For.Verifier, witness.For.Ask);
        if (!_proving.ContainsKey((verifier, ask.Id))) return;
        if (witness.Secret is not { } secret)
        {
            _proving.Remove((verifier, ask.Id));
            Timers.Cancel(new StepOver(verifier, ask.Id, IsAsking: false));
            Send(verifier, new ProofMessage.End(ask.Id, ProofResult.NotMine));
            return;
        }

        var prover = new LogarithmProver(_place.Ring, _place.Self, verifier, ask, secret, _setting.Random);
        _proving[(verifier, ask.Id)] = prover;
        Say(verifier, prover.First, isAsking: false);
    }

    private void Follow(Did prover, ProofMessage next)
    {
        if (next is ProofMessage.End end) End(prover, end);
        else Say(prover, next, isAsking: true);
    }

    private void Give(StepOver over)
    {
        if (over.IsAsking) End(over.Peer, new(over.Id, ProofResult.TimedOut));
        else _proving.Remove((over.Peer, over.Id));
    }

    private void End(Did prover, ProofMessage.End end)
    {
        if (!_asking.Remove((prover, end.Id), out var asked)) return;
        Timers.Cancel(new StepOver(prover, end.Id, IsAsking: true));
        asked.Asker.Tell(new Proven(prover, asked.Tag, end.Result));
        if (end.Result is ProofResult.Accepted or ProofResult.Refused) Send(prover, end);
    }

    private void Say(Did to, ProofMessage message, bool isAsking)
    {
        var over = new StepOver(to, message.Id, isAsking);
        Timers.StartSingleTimer(over, over, StepPatience);
        Send(to, message);
    }

    /// <summary>Never by mail: an answer that comes days later is none.</summary>
    private void Send(Did to, ProofMessage message) =>
        _node.Tell(new Send(to, Protocol, ProofCodec.Write(message), Mail: false, Deadline: StepPatience));

    /// <summary>Asks somebody to prove that it knows a point's logarithm. Answered by <see cref="Proven"/>.</summary>
    public sealed record AskProof(Did Prover, Secp256k1Point Point, object Tag) : INoSerializationVerificationNeeded;

    /// <summary>A proof has ended.</summary>
    public sealed record Proven(Did Prover, object Tag, ProofResult Result) : INoSerializationVerificationNeeded;

    /// <summary>To the parent: may this verifier have a proof about this point? Answered by <see cref="Witness"/>.</summary>
    public sealed record FindWitness(Did Verifier, Secp256k1Point Point, ProofMessage.Ask Ask)
        : INoSerializationVerificationNeeded;

    /// <summary>The secret, or that there is none for this verifier.</summary>
    public sealed record Witness(FindWitness For, Secp256k1Scalar? Secret) : INoSerializationVerificationNeeded;

    private sealed record Question(LogarithmVerifier Verifier, object Tag, IActorRef Asker);

    private sealed record StepOver(Did Peer, SecretId Id, bool IsAsking) : INoSerializationVerificationNeeded;
}
