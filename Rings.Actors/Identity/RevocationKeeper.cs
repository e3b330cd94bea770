using Akka.Actor;
using Rings.Actors.Context;
using Rings.Actors.Storage;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Ring;
using Rings.Protocol.Storage;
using static Rings.Actors.Context.IdentityProtocol;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Identity;

/// <summary>
/// Asks the ring for the revocations of those that the node has links and sessions with, one account after the other,
/// and tells the node what is news. The node's own account is among them.
/// </summary>
/// <remarks>
/// <code>
/// Waiting --PhaseChanged{Member}--> Asking
/// </code>
/// A restarted one goes on with what the one before it knew.
/// </remarks>
internal sealed class RevocationKeeper : UntypedActor, IWithTimers
{
    /// <summary>How long it may rest when nobody is due: accounts become due by the hour.</summary>
    private const int Rest = 30;

    private readonly NodeContext _node;
    private readonly IActorRef _storage;
    private readonly RevocationMemory _memory;

    public RevocationKeeper(NodeContext node, RevocationMemory memory, IActorRef storage) =>
        (_node, _memory, _storage) = (node, memory, storage);

    public ITimerScheduler Timers { get; set; } = null!;

    private RevocationWatch Watch => _memory.Watch;

    /// <param name="node">What the node's actors share.</param>
    /// <param name="memory">What outlives a keeper that fails.</param>
    /// <param name="storage">Asks the ring.</param>
    public static Props Props(NodeContext node, RevocationMemory memory, IActorRef storage) =>
        Akka.Actor.Props.Create(() => new RevocationKeeper(node, memory, storage));

    protected override void PreStart()
    {
        Watch.Use(_node.Self, isLink: true);
        if (_memory.IsMember) Ask();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LinkOpened opened:
                Watch.Use(opened.Peer, isLink: true);
                break;

            case LinkClosed closed:
                Watch.Release(closed.Peer, isLink: true);
                break;

            case SessionBegun begun:
                Watch.Use(begun.Account, isLink: false);
                break;

            case SessionEnded ended:
                Watch.Release(ended.Account, isLink: false);
                break;

            case PhaseChanged { Phase: RingPhase.Member } when !_memory.IsMember:
                _memory.IsMember = true;
                Timers.StartSingleTimer(Due.Instance, Due.Instance, _node.Settings.Delegations.LookupPace);
                break;

            case PhaseChanged:
                break;

            case Seen seen:
                Learn(seen.Revocation);
                break;

            case Due:
                Ask();
                break;

            case StorageProtocol.GetEnded { Tag: Question question } got:
                if (question.Gathering.Add(got.Outcome)) Answered(question);
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    private void Ask()
    {
        var pace = _node.Settings.Delegations.LookupPace;
        if (Watch.Next(_node.Now) is not { } account)
        {
            Timers.StartSingleTimer(Due.Instance, Due.Instance, pace * Rest);
            return;
        }

        Watch.Asked(account, _node.Now);
        var question = new Question(account, new Gathering(StorageKey.Placements));
        for (var place = 0; place < StorageKey.Placements; place++)
        {
            var key = StorageKey.OfRevocation(account, place);
            _storage.Tell(new StorageProtocol.Get(key, Consistency.Quorum, Self, question));
        }

        Timers.StartSingleTimer(Due.Instance, Due.Instance, pace);
    }

    private void Answered(Question question)
    {
        foreach (var record in question.Gathering.Records)
        {
            if (record.Revocation is { } revocation && revocation.Account == question.Account) Learn(revocation);
        }

        Watch.Answered(question.Account, question.Gathering.IsFinal, _node.Now);
    }

    private void Learn(Revocation revocation)
    {
        if (!Watch.Learn(revocation, _node.Now)) return;
        _node.Budget.Delegations.Revocations.Learn(revocation, _node.Now);
        Context.Parent.Tell(new Revoked(revocation));
    }

    private sealed record Question(Did Account, Gathering Gathering);

    private sealed record Due : INoSerializationVerificationNeeded
    {
        public static readonly Due Instance = new();
    }
}
