using Akka.Actor;
using Akka.Event;
using Rings.Actors.Disk;
using Rings.Protocol;
using Rings.Sovereign.Actors.Context;
using Rings.Sovereign.Actors.Keeping;
using Rings.Sovereign.Actors.Store;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Live;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;
using static Rings.Actors.Public.RingsNodeProtocol;
using static Rings.Sovereign.Actors.Public.RingsProofsProtocol;
using static Rings.Sovereign.Actors.Store.SecretStoreProtocol;

namespace Rings.Sovereign.Actors.Proofs;

/// <summary>
/// Live proofs at this node: offers them to others, asks others for them, and answers what its person or a rule lets it answer
/// (docs/protocol/12-proofs.md). In memory only, but for the tags that it was shown: a proof that breaks off begins anew.
/// </summary>
/// <remarks>
/// <code>
/// Finding --NodeStatus--> Ready
/// </code>
/// A proof that this node gives: offered -> asked -> proving -> ended. One that it takes: requested -> asking -> known.
/// </remarks>
internal sealed partial class ProofDesk : UntypedActor, IWithTimers, IWithStash
{
    /// <summary>The name that its messages travel under.</summary>
    public const string Protocol = "proof/1";

    /// <summary>Proofs of others under way at once, either way: with one of them, and with all.</summary>
    public const int PerPeer = 4, InAll = 16;

    /// <summary>Proofs that this node asks for, and that it offers, at once.</summary>
    public const int Asking = 64, Offering = 64;

    /// <summary>Commands that wait until the node has said who it is.</summary>
    public const int MaxStashed = 64;

    /// <summary>How long the other side may take for a step.</summary>
    public static readonly TimeSpan StepPatience = TimeSpan.FromSeconds(60);

    /// <summary>How long a person may take.</summary>
    public static readonly TimeSpan PersonPatience = TimeSpan.FromMinutes(10);

    /// <summary>Bytes that proofs which this node gives keep at once; further ones begin when others have ended.</summary>
    public const long MaxProvingBytes = 48 << 20;

    /// <summary>The longest statement of a proof that was not offered: the keeper's rule answers about a point, and nothing else.</summary>
    public const int MaxUnasked = 128;

    private const int Window = 64;

    private static readonly TimeSpan AskNodeEvery = TimeSpan.FromSeconds(5);

    private readonly IActorRef _node;
    private readonly SecretSetting _setting;
    private readonly IActorRef _store;
    private readonly CircuitBook _circuits;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private SecretPlace _place = null!;
    private IActorRef _prober = ActorRefs.Nobody;

    public ProofDesk(IActorRef node, SecretSetting setting, StoreSource<ISecretStore> source, CircuitBook circuits)
    {
        (_node, _setting, _circuits) = (node, setting, circuits);
        var (entries, damaged) = source.First.Load();
        var unread = _tags.Load(entries) + damaged.Length;
        if (unread > 0) _log.Error("{Count} tags cannot be read any more: a second proof of theirs is not noticed", unread);
        _store = Context.ActorOf(StoreActor<ISecretStore>.Props(source).WithDispatcher(KeepingActor.StorageDispatcher), "store");
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public IStash Stash { get; set; } = null!;

    /// <param name="node">The node.</param>
    /// <param name="setting">Clock and chance.</param>
    /// <param name="source">Opens the store of tags.</param>
    /// <param name="circuits">Circuits of others.</param>
    public static Props Props(IActorRef node, SecretSetting setting, StoreSource<ISecretStore> source, CircuitBook circuits) =>
        Akka.Actor.Props.Create(() => new ProofDesk(node, setting, source, circuits));

    protected override void PreStart()
    {
        Context.Watch(_node);
        _node.Tell(GetStatus.Instance);
        Timers.StartPeriodicTimer(AskNode.Instance, AskNode.Instance, AskNodeEvery);
    }

    /// <summary>What proofs knew is erased, those too that nobody has ended.</summary>
    protected override void PostStop()
    {
        foreach (var proving in _proving.Values) proving.Prover?.Dispose();
    }

    /// <summary>Finding: until the node has said who it is.</summary>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case NodeStatus status:
                Timers.Cancel(AskNode.Instance);
                _place = new(RingOf(status), status.Did);
                _node.Tell(new RegisterProtocol(Protocol, Self, Window));
                Become(Ready);
                Stash.UnstashAll();
                break;

            case AskNode:
                _node.Tell(GetStatus.Instance);
                break;

            case Terminated:
                Context.Stop(Self);
                break;

            case AskProof or AnswerProbes or IProofCommand when Stash.Count < MaxStashed:
                Stash.Stash();
                break;

            case AskProof ask:
                Sender.Tell(new Proven(ask.Prover, ask.Tag, ProofResult.Busy));
                break;

            case IProofCommand:
                Sender.Tell(new ProofReply(ProofOutcome.Full));
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    private static Rings.Protocol.Identity.RingId RingOf(NodeStatus status) =>
        Rings.Protocol.Identity.RingId.Read(Convert.FromHexString(status.Ring));

    private void Ready(object message)
    {
        switch (message)
        {
            case Received received:
                Sender.Tell(new Taken(1));
                Hear(received);
                break;

            case IProofCommand command:
                Command(command);
                break;

            case AskProof ask:
                Begin(ask);
                break;

            case AnswerProbes probes:
                _prober = probes.Keeper;
                break;

            case Witness witness:
                Answer(witness);
                break;

            case SendFirst first:
                MoveFirst(first);
                break;

            case StepOver over:
                Give(over);
                break;

            case PersonOver over:
                Forget(over);
                break;

            case EntriesKept:
                Kept(isKept: true);
                break;

            case EntriesNotKept:
                Kept(isKept: false);
                break;

            case DiskSilent:
                throw new InvalidOperationException("The store has not answered: what is on the disk has to be read anew.");

            default:
                Always(message);
                break;
        }
    }

    private void Always(object message)
    {
        switch (message)
        {
            case Terminated:
                Context.Stop(Self);
                break;

            case StoreFailing or StoreRestored:
                _node.Tell(message);
                break;

            case ISendOutcome or ProtocolRegistered or NodeStatus:
                break; // What did not arrive is seen at the step's deadline.

            case ProtocolTaken taken:
                _log.Error("Another receives {Protocol} at this node: no proof is asked for or given", taken.Protocol);
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    private void Command(IProofCommand command)
    {
        switch (command)
        {
            case OfferProof offer:
                Offer(offer);
                break;

            case AcceptProof accept:
                Sender.Tell(new ProofReply(Accept(accept)));
                break;

            case RefuseProof refuse:
                Sender.Tell(new ProofReply(Refuse(refuse.Id)));
                break;

            case TakeProofs rule:
                Sender.Tell(new ProofReply(Add(rule)));
                break;

            case GetProofs:
                Sender.Tell(View());
                break;
        }
    }

    /// <summary>What came in the clear could have been read on its way: it is not taken.</summary>
    private void Hear(Received received)
    {
        if (!received.IsSealed) return;
        try
        {
            var (from, message) = (received.From, ProofCodec.Read(received.Payload));
            switch (message)
            {
                case ProofMessage.Offer offer:
                    Requested(from, offer);
                    break;

                case ProofMessage.Ask ask:
                    Asked(from, ask);
                    break;

                case ProofMessage.Open open:
                    Opened(from, open);
                    break;

                case ProofMessage.Move move when _asking.TryGetValue((from, move.Id), out var asked):
                    Take(from, asked, move);
                    break;

                case ProofMessage.End end when _asking.TryGetValue((from, end.Id), out var asked):
                    BreakOff(from, asked, end);
                    break;

                case ProofMessage.End end when _proving.ContainsKey((from, end.Id)):
                    EndProving(from, end.Id, end.Result);
                    break;
            }
        }
        catch (ProtocolException wrong)
        {
            _log.Debug("A message of {From} was refused: {Wrong}", received.From, wrong.Message);
        }
    }

    private bool HasRoomFor(Did peer)
    {
        var peers = _requests.Values.Select(one => one.From)
            .Concat(_asking.Where(one => one.Value.Asker is null).Select(one => one.Key.Prover))
            .Concat(_proving.Where(one => one.Value.Offered is null).Select(one => one.Key.Verifier)).ToList();
        return peers.Count < InAll && peers.Count(one => one == peer) < PerPeer;
    }

    private void Give(StepOver over)
    {
        if (!over.IsAsking) EndProving(over.Peer, over.Id, ProofResult.TimedOut);
        else if (_asking.TryGetValue((over.Peer, over.Id), out var asked)) BreakOff(over.Peer, asked, new(over.Id, ProofResult.TimedOut));
    }

    private void Say(Did to, ProofMessage message, bool isAsking)
    {
        var over = new StepOver(to, message.Id, isAsking);
        Timers.StartSingleTimer(over, over, StepPatience);
        if (message is not ProofMessage.Move move) Send(to, message);
        else foreach (var part in MoveParts.Of(move)) Send(to, part);
    }

    /// <summary>Never by mail: an answer that comes days later is none.</summary>
    private void Send(Did to, ProofMessage message) =>
        _node.Tell(new Send(to, Protocol, ProofCodec.Write(message), Mail: false, Deadline: StepPatience));

    /// <summary>Asks somebody to prove that it knows a point's logarithm. Answered by <see cref="Proven"/>.</summary>
    public sealed record AskProof(Did Prover, Secp256k1Point Point, object Tag) : INoSerializationVerificationNeeded;

    /// <summary>A proof has ended.</summary>
    public sealed record Proven(Did Prover, object Tag, ProofResult Result) : INoSerializationVerificationNeeded;

    /// <summary>From the keeper of secrets: it says who may have a proof about a share.</summary>
    public sealed record AnswerProbes(IActorRef Keeper) : INoSerializationVerificationNeeded;

    /// <summary>To the keeper: may this verifier have a proof about this point? Answered by <see cref="Witness"/>.</summary>
    public sealed record FindWitness(Did Verifier, Secp256k1Point Point, ProofMessage.Ask Ask)
        : INoSerializationVerificationNeeded;

    /// <summary>The secret, or that there is none for this verifier.</summary>
    public sealed record Witness(FindWitness For, Secp256k1Scalar? Secret) : INoSerializationVerificationNeeded;

    private sealed record StepOver(Did Peer, SecretId Id, bool IsAsking) : INoSerializationVerificationNeeded;

    private sealed record DiskSilent : INoSerializationVerificationNeeded
    {
        public static readonly DiskSilent Instance = new();
    }

    private sealed record AskNode : INoSerializationVerificationNeeded
    {
        public static readonly AskNode Instance = new();
    }
}
