using Akka.Actor;
using Rings.Actors.Context;
using Rings.Actors.Mail;
using Rings.Actors.Storage;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Node;

/// <summary>
/// Asks storage and mail what they hold, answers once, and stops. What does not answer in time is left out: both wait for
/// the disk.
/// </summary>
internal sealed class HoldingsCollector : UntypedActor, IWithTimers
{
    private readonly NodeContext _node;
    private readonly IActorRef _replyTo;
    private StorageProtocol.Holdings? _storage;
    private MailProtocol.Unread? _mail;
    private bool _isAnswered;

    public HoldingsCollector(NodeContext node, IActorRef storage, IActorRef mail, IActorRef replyTo)
    {
        (_node, _replyTo) = (node, replyTo);
        storage.Tell(StorageProtocol.AskHoldings.Instance);
        mail.Tell(MailProtocol.AskUnread.Instance);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(NodeContext node, IActorRef storage, IActorRef mail, IActorRef replyTo) =>
        Akka.Actor.Props.Create(() => new HoldingsCollector(node, storage, mail, replyTo));

    protected override void PreStart() => Timers.StartSingleTimer(
        Deadline.Instance, Deadline.Instance, _node.Settings.Supervision.ReportTimeout);

    /// <summary>The node has ended or begins anew: what is known is told.</summary>
    protected override void PostStop()
    {
        if (!_isAnswered) Answer();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case StorageProtocol.Holdings storage:
                _storage = storage;
                break;

            case MailProtocol.Unread mail:
                _mail = mail;
                break;

            case Deadline:
                Answer();
                return;
        }

        if (_storage is not null && _mail is not null) Answer();
    }

    private void Answer()
    {
        _isAnswered = true;
        _replyTo.Tell(
            new NodeHoldings(
                _storage?.Bytes, _node.Settings.Storage.ForeignBytes, _storage?.Own, _mail?.Letters,
                _node.Signer.Delegation.Expires.ToDateTimeOffset()),
            Context.Parent);
        Context.Stop(Self);
    }

    private sealed record Deadline : INoSerializationVerificationNeeded
    {
        public static readonly Deadline Instance = new();
    }
}
