using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Rings.Actors.Disk;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Actors.Context;
using Rings.Sovereign.Actors.Keeping;
using Rings.Sovereign.Actors.Store;
using Rings.Sovereign.GroupDids;
using Rings.Sovereign.Secrets;
using static Rings.Actors.Public.RingsNodeProtocol;
using static Rings.Sovereign.Actors.Public.RingsGroupsProtocol;

namespace Rings.Sovereign.Actors.Groups;

/// <summary>
/// A node's part in groups: what its <see cref="GroupMember"/> decides is on the disk before anything of it is sent. Nonces are
/// in its memory only.
/// </summary>
internal sealed partial class GroupSigner : KeepingActor
{
    /// <summary>The name that its messages travel under.</summary>
    public const string Protocol = "group/1";

    /// <summary>Messages that wait for the node's signature; what finds no room is asked for again.</summary>
    public const int MaxUnsigned = 1024;

    /// <summary>Messages under way at once.</summary>
    public const int MaxCouriers = 512;

    /// <summary>Coordinators wait 10 s for a step.</summary>
    private static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(1);

    private readonly GroupKey? _runsFor;
    private readonly List<GroupSend> _unsigned = [];
    private (IActorRef Asker, DelegationDraft Draft)? _renewing;
    private GroupMember _member = null!;

    public GroupSigner(IActorRef node, SecretSetting setting, StoreSource<ISecretStore> source, GroupKey? runsFor)
        : base(Protocol, TickEvery, MaxCouriers, node, setting, source) => _runsFor = runsFor;

    /// <param name="node">The node.</param>
    /// <param name="setting">Clock and chance.</param>
    /// <param name="source">Opens the store.</param>
    /// <param name="runsFor">The group whose Did the node has; null: none.</param>
    public static Props Props(IActorRef node, SecretSetting setting, StoreSource<ISecretStore> source, GroupKey? runsFor) =>
        Akka.Actor.Props.Create(() => new GroupSigner(node, setting, source, runsFor));

    protected override void Load(
        SecretPlace place, ImmutableArray<SecretEntry> entries, ImmutableArray<(SecretEntryKind Kind, byte[] Key)> damaged)
    {
        if (!damaged.IsEmpty) Log.Error("{Count} entries about groups cannot be read any more", damaged.Length);
        _member = GroupMember.Load(place, entries, _runsFor, Setting.Now);
    }

    protected override bool Waits(object message) => message is IGroupCommand or GroupStatementSigned or Looped;

    protected override object? RefusalOf(object message) =>
        message is IGroupCommand ? new GroupReply(GroupOutcome.Full) : null;

    protected override void Run(object message)
    {
        switch (message)
        {
            case Received received:
                Hear(received);
                break;

            case Looped looped:
                Take(_member.Place.Self, looped.Message);
                break;

            case GroupStatementSigned signed:
                Sign(signed);
                break;

            case IGroupCommand command:
                Command(command, Sender);
                break;
        }
    }

    protected override void Advance()
    {
        // A node that was restarted has forgotten what it was asked.
        foreach (var own in _unsigned.Select(waiting => OwnStatements.First(waiting.Message)!).Distinct())
            Node.Tell(new SignGroupStatement([.. own.Bytes]));
        Take(_member.Tick(Setting.Now, Setting.Random), _ => { });
    }

    private void Hear(Received received)
    {
        try
        {
            Take(received.From, GroupCodec.Read(received.Payload));
        }
        catch (ProtocolException wrong)
        {
            Log.Debug("A message of {From} was refused: {Wrong}", received.From, wrong.Message);
        }
    }

    private void Take(Did from, GroupMessage message) =>
        Take(_member.Receive(from, message, Setting.Now, Setting.Random), outcome =>
        {
            if (outcome is not (GroupOutcome.Done or GroupOutcome.Ignored))
                Log.Debug("{Message} of {From}: {Outcome}", message.GetType().Name, from, outcome);
        });

    private void Command(IGroupCommand command, IActorRef asker)
    {
        var now = Setting.Now;
        void Answer(GroupOutcome outcome) => asker.Tell(new GroupReply(outcome));
        switch (command)
        {
            case GetGroups:
                asker.Tell(new GroupsView(_member));
                break;

            case CreateGroup create:
                var id = SecretId.Draw(Setting.Random);
                Take(
                    _member.Create(id, create.Label, create.Threshold, create.Members, now, Setting.Random),
                    outcome => asker.Tell(new GroupReply(outcome, outcome == GroupOutcome.Done ? id : null)));
                break;

            case ProposeToGroup propose:
                Ask(propose.Group, asker, id => _member.Propose(id, propose.Subject, now));
                break;

            case ChangeGroup change:
                Ask(change.Group, asker, id => _member.ProposeChange(id, change.Order, now));
                break;

            case JoinGroup join:
                Take(_member.Join(join.Group, Setting.Random), Answer);
                break;

            case ForgetGroup forget:
                Take(_member.Forget(forget.Group), Answer);
                break;

            case DecideRequest decide:
                Take(_member.Decide(decide.Request, decide.IsApproved, now), Answer);
                break;

            case SetGroupPolicy policy:
                Take(_member.SetPolicy(policy.Group, policy.IsOn, now), Answer);
                break;

            case RenewByGroup renew:
                _renewing = (asker, renew.Draft);
                Node.Tell(new SignGroupStatement(new SigningSubject.DelegateTo(renew.Draft).DraftBytes, IsRenewal: true));
                break;
        }
    }

    /// <summary>Asks the members for something, under a new name.</summary>
    private void Ask(SecretId group, IActorRef asker, Func<RequestId, GroupStep> propose)
    {
        var request = SecretId.Draw(Setting.Random);
        Take(
            propose(new(group, request)),
            outcome => asker.Tell(new GroupReply(outcome, outcome == GroupOutcome.Done ? request : null)));
    }

    /// <summary>Takes a step's state when what it needs is on the disk, sends what it says, and tells what became of it.</summary>
    private void Take(GroupStep step, Action<GroupOutcome> answer) => Keep(step.Entries, isKept =>
    {
        if (isKept)
        {
            Tell(_member, step.State);
            _member = step.State;
            foreach (var send in step.Sends) Post(send);
        }

        answer(isKept ? step.Outcome : GroupOutcome.NotKept);
    });

    private void Post(GroupSend send)
    {
        if (send.To == _member.Place.Self)
        {
            Self.Tell(new Looped(send.Message));
            return;
        }

        if (OwnStatements.First(send.Message) is not { } own)
        {
            Post(new Send(send.To, Protocol, GroupCodec.Write(send.Message), send.ByMail, send.ByMail ? null : GroupLimits.StepPatience));
            return;
        }

        if (_unsigned.Count >= MaxUnsigned) return;
        var isAsked = _unsigned.Any(waiting => OwnStatements.First(waiting.Message) == own);
        _unsigned.Add(send);
        if (!isAsked) Node.Tell(new SignGroupStatement([.. own.Bytes]));
    }

    /// <summary>The node has signed: what waited for it goes, and a renewal begins.</summary>
    private void Sign(GroupStatementSigned signed)
    {
        if (_renewing is { } renewing && new SigningSubject.DelegateTo(renewing.Draft).DraftBytes.AsSpan().SequenceEqual(signed.Statement))
        {
            _renewing = null;
            var request = SecretId.Draw(Setting.Random);
            var subject = new SigningSubject.DelegateTo(renewing.Draft, new(Delegation.Read(signed.Delegation), [.. signed.Signature]));
            Take(_member.Renew(request, subject, Setting.Now), outcome =>
                renewing.Asker.Tell(new GroupReply(outcome, outcome == GroupOutcome.Done ? request : null)));
            return;
        }

        var waiting = _unsigned.Where(send =>
            OwnStatements.First(send.Message) is { } own && own.Bytes.AsSpan().SequenceEqual(signed.Statement)).ToList();
        foreach (var send in waiting)
        {
            _unsigned.Remove(send);
            var own = OwnStatements.First(send.Message)!;
            Post(send with
            {
                Message = OwnStatements.With(send.Message, own with { Delegation = [.. signed.Delegation], Signature = [.. signed.Signature] }),
            });
        }
    }

    /// <summary>What this node says to itself, as a member of what it coordinates.</summary>
    private sealed record Looped(GroupMessage Message) : INoSerializationVerificationNeeded;
}
