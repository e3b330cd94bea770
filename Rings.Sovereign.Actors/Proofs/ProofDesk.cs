using Akka.Actor;
using Akka.Event;
using Rings.Actors.Disk;
using Rings.Protocol;
using Rings.Sovereign.Actors.Context;
using Rings.Sovereign.Actors.Keeping;
using Rings.Sovereign.Actors.Store;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Live;
using Rings.Sovereign.Proofs.Statements;
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
internal sealed partial class ProofDesk : DialogueDesk
{
    /// <summary>Proofs of others under way at once, either way: with one of them, and with all.</summary>
    public const int PerPeer = 4, InAll = 16;

    /// <summary>Proofs that this node asks for, and that it offers, at once.</summary>
    public const int Asking = 64, Offering = 64;

    /// <summary>How long a person may take.</summary>
    public static readonly TimeSpan PersonPatience = TimeSpan.FromMinutes(10);

    /// <summary>Bytes that proofs which this node gives keep at once; further ones begin when others have ended.</summary>
    public const long MaxProvingBytes = 48 << 20;

    /// <summary>The longest statement of a proof that was not offered: the keeper's rule answers about a point, and nothing else.</summary>
    public const int MaxUnasked = 128;

    private readonly IActorRef _store;
    private readonly CircuitBook _circuits;
    private IActorRef _prober = ActorRefs.Nobody;

    public ProofDesk(IActorRef node, SecretSetting setting, StoreSource<ISecretStore> source, CircuitBook circuits)
        : base(node, setting)
    {
        _circuits = circuits;
        var (entries, damaged) = source.First.Load();
        var unread = _tags.Load(entries) + damaged.Length;
        if (unread > 0) Log.Error("{Count} tags cannot be read any more: a second proof of theirs is not noticed", unread);
        _store = Context.ActorOf(StoreActor<ISecretStore>.Props(source).WithDispatcher(KeepingActor.StorageDispatcher), "store");
    }

    /// <param name="node">The node.</param>
    /// <param name="setting">Clock and chance.</param>
    /// <param name="source">Opens the store of tags.</param>
    /// <param name="circuits">Circuits of others.</param>
    public static Props Props(IActorRef node, SecretSetting setting, StoreSource<ISecretStore> source, CircuitBook circuits) =>
        Akka.Actor.Props.Create(() => new ProofDesk(node, setting, source, circuits));

    /// <summary>What proofs knew is erased, those too that nobody has ended.</summary>
    protected override void PostStop()
    {
        foreach (var proving in _proving.Values) proving.Prover?.Dispose();
    }

    protected override void Ready(object message)
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

            case WishOver over:
                EndWish(over.Prover, over.Id, ProofResult.TimedOut);
                break;

            case RootReader.RootsRead read:
                Go(read);
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

    private void Command(IProofCommand command)
    {
        switch (command)
        {
            case OfferProof offer:
                Sender.Tell(Begin(offer));
                break;

            case AskForProof ask:
                Sender.Tell(Wish(ask));
                break;

            case AllowProof rule:
                Sender.Tell(new ProofReply(Allow(rule)));
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

                case WishMessage wish:
                    Heard(from, wish);
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

                case ProofMessage.End end:
                    EndWish(from, end.Id, end.Result);
                    break;
            }
        }
        catch (ProtocolException wrong)
        {
            Log.Debug("A message of {From} was refused: {Wrong}", received.From, wrong.Message);
        }
    }

    private bool HasRoomFor(Did peer)
    {
        var peers = _requests.Values.Select(one => one.From).Concat(_heard.Values.Select(one => one.From))
            .Concat(_asking.Where(one => one.Value.Asker is null).Select(one => one.Key.Prover))
            .Concat(_keeping.Select(one => one.Prover))
            .Concat(_proving.Where(one => one.Value.Offered is null).Select(one => one.Key.Verifier)).ToList();
        return peers.Count < InAll && peers.Count(one => one == peer) < PerPeer;
    }

    private void Give(StepOver over)
    {
        if (!over.IsAsking) EndProving(over.Peer, over.Id, ProofResult.TimedOut);
        else if (_asking.TryGetValue((over.Peer, over.Id), out var asked)) BreakOff(over.Peer, asked, new(over.Id, ProofResult.TimedOut));
    }

    private sealed record DiskSilent : INoSerializationVerificationNeeded
    {
        public static readonly DiskSilent Instance = new();
    }
}
