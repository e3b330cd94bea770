using Akka.Actor;
using Rings.Actors.Context;
using Rings.Actors.Mail;
using Rings.Actors.Storage;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Node;

/// <summary>
/// Asks storage and mail what they hold. What does not answer in time is left out: both wait for the disk.
/// </summary>
internal sealed class HoldingsCollector : Collector
{
    private readonly NodeContext _node;
    private readonly IActorRef _replyTo;
    private StorageProtocol.Holdings? _storage;
    private MailProtocol.Unread? _mail;

    public HoldingsCollector(NodeContext node, IActorRef storage, IActorRef mail, IActorRef replyTo)
        : base(node.Settings.Supervision.ReportTimeout)
    {
        (_node, _replyTo) = (node, replyTo);
        storage.Tell(StorageProtocol.AskHoldings.Instance);
        mail.Tell(MailProtocol.AskUnread.Instance);
    }

    protected override bool IsWhole => _storage is not null && _mail is not null;

    public static Props Props(NodeContext node, IActorRef storage, IActorRef mail, IActorRef replyTo) =>
        Akka.Actor.Props.Create(() => new HoldingsCollector(node, storage, mail, replyTo));

    protected override void Take(object message)
    {
        switch (message)
        {
            case StorageProtocol.Holdings storage:
                _storage = storage;
                break;

            case MailProtocol.Unread mail:
                _mail = mail;
                break;
        }
    }

    protected override void Answer() => _replyTo.Tell(
        new NodeHoldings(
            _storage?.Bytes, _node.Settings.Storage.ForeignBytes, _storage?.Own, _mail?.Letters,
            _node.Signer.Delegation.Expires.ToDateTimeOffset()),
        Context.Parent);
}
