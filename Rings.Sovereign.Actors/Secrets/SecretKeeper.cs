using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Rings.Actors.Disk;
using Rings.Sovereign.Actors.Context;
using Rings.Sovereign.Actors.Keeping;
using Rings.Sovereign.Actors.Proofs;
using Rings.Sovereign.Actors.Store;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;
using static Rings.Actors.Public.RingsNodeProtocol;
using static Rings.Sovereign.Actors.Public.RingsSecretsProtocol;

namespace Rings.Sovereign.Actors.Secrets;

/// <summary>
/// Owner, guardian and claimant of one node: what they decide is on the disk before anything of it is sent, one step after
/// another. Everything they say goes end to end.
/// </summary>
internal sealed partial class SecretKeeper : KeepingActor
{
    /// <summary>The name that its messages travel under.</summary>
    public const string Protocol = "secret/1";

    /// <summary>Messages under way at once.</summary>
    public const int MaxCouriers = 256;

    private static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(10);

    private readonly IActorRef? _desk;
    private SecretsView _states = null!;
    private ProbeRound _probes = null!;

    public SecretKeeper(IActorRef node, SecretSetting setting, StoreSource<ISecretStore> source, IActorRef? desk)
        : base(Protocol, TickEvery, MaxCouriers, node, setting, source) => _desk = desk;

    /// <param name="node">The node.</param>
    /// <param name="setting">Clock and chance.</param>
    /// <param name="source">Opens the store.</param>
    /// <param name="desk">The proofs beside the node; null: the keeper has its own.</param>
    public static Props Props(IActorRef node, SecretSetting setting, StoreSource<ISecretStore> source, IActorRef? desk = null) =>
        Akka.Actor.Props.Create(() => new SecretKeeper(node, setting, source, desk));

    protected override void Load(
        SecretPlace place, ImmutableArray<SecretEntry> entries, ImmutableArray<(SecretEntryKind Kind, byte[] Key)> damaged)
    {
        _states = new(
            SecretOwner.Load(place, entries), Guardian.Load(place, entries, damaged), SecretRecovery.Load(place, entries));
        if (!_states.Guardian.Damaged.IsEmpty)
            Log.Error("{Count} shares that were kept here cannot be read any more", _states.Guardian.Damaged.Count);
        var proofs = _desk ?? Context.ActorOf(
            ProofDesk.Props(Node, Setting, SealedStores.Open(SecretSchema.Proofs, "", null, Setting.Chance), CircuitBook.Empty), "proofs");
        proofs.Tell(new ProofDesk.AnswerProbes(Self));
        _probes = new(proofs, Self, Setting);
    }

    protected override bool Waits(object message) =>
        message is ISecretCommand or ProofDesk.FindWitness or ProofDesk.Proven or HandedOver;

    protected override object? RefusalOf(object message) => message switch
    {
        ProbeSecret => new SecretProbed(SecretOutcome.Full, []),
        ISecretCommand => new SecretReply(SecretOutcome.Full),
        _ => null,
    };

    protected override void Run(object message)
    {
        switch (message)
        {
            case Received received:
                Hear(received);
                break;

            case ISecretCommand command:
                Command(command);
                break;

            case ProofDesk.FindWitness find:
                var isHeld = _states.Guardian.TryFindShare(find.Verifier, find.Point, out var share);
                Sender.Tell(new ProofDesk.Witness(find, isHeld ? share : null));
                break;

            case ProofDesk.Proven proven:
                Note(proven);
                break;

            case HandedOver handed:
                _states = _states with { Guardian = _states.Guardian.Handed(handed.Message) };
                break;
        }
    }

    /// <summary>Time has passed for all three, one after the other: each may have something to write.</summary>
    protected override void Advance()
    {
        var now = Setting.Now;
        Take(_states.Guardian.Tick(now), GuardianIs, _ => { });
        // Neither of these writes.
        var (owner, recovery) = (_states.Owner.Tick(now), _states.Recovery.Tick(now));
        _states = _states with { Owner = owner.State, Recovery = recovery.State };
        foreach (var send in owner.Sends.AddRange(recovery.Sends)) Post(send);
        _probes.Advance(_states.Owner, now);
    }

    /// <summary>Takes a step's state when what it needs is on the disk, sends what it says and answers.</summary>
    private void Take<T>(SecretStep<T> step, Func<T, SecretsView> with, Action<SecretOutcome> answer) => Keep(step.Entries, isKept =>
    {
        if (isKept)
        {
            _states = with(step.State);
            foreach (var send in step.Sends) Post(send);
        }

        answer(isKept ? step.Outcome : SecretOutcome.NotKept);
    });

    /// <summary>Of everything but returns and warnings an answer tells that it has come.</summary>
    private void Post(SecretSend send) => Post(
        new Send(send.To, Protocol, SecretCodec.Write(send.Message)),
        send.Message is SecretMessage.Return or SecretMessage.Warning ? new HandedOver(send.Message) : null);

    private sealed record HandedOver(SecretMessage Message) : INoSerializationVerificationNeeded;
}
