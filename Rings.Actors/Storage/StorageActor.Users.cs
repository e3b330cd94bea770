using Akka.Actor;
using Rings.Actors.Disk;
using Rings.Protocol;
using Rings.Protocol.Storage;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Storage;

/// <content>Puts and gets of this node's users and of its other parts.</content>
internal sealed partial class StorageActor
{
    private readonly Dictionary<long, (IActorRef Asker, Func<PutOutcome, object> Say)> _puts = [];
    private readonly Dictionary<long, (IActorRef Asker, Func<GetOutcome, object> Say)> _gets = [];
    private long _lastOperation;

    private void ReceiveFromUsers(object message)
    {
        switch (message)
        {
            case StorageProtocol.Put put:
                Put(put.Key, put.Record, put.Consistency, put.Asker,
                    outcome => new StorageProtocol.PutEnded(put.Tag, outcome));
                break;

            case StorageProtocol.Get get:
                Get(get.Key, get.Consistency, get.Asker, outcome => new StorageProtocol.GetEnded(get.Tag, outcome));
                break;

            case IRecordCommand command:
                Write(command, Sender);
                break;

            case IRecordQuery query:
                Read(query, Sender);
                break;

            case ListOwnRecords:
                Sender.Tell(OwnNow());
                break;

            default:
                ReceiveFromWatchers(message);
                break;
        }
    }

    private void Write(IRecordCommand command, IActorRef asker)
    {
        Did key = default;
        try
        {
            var record = RecordSigning.Sign(command, _node.Signer, NextSeq());
            key = RecordSigning.KeyOf(command, _node.Self);
            NoteRenewal(command, key, record);
            Put(key, record, command.Consistency, asker, outcome => AnswerOf(outcome, key, record));
        }
        catch (StoreException trouble) when (trouble.IsPassing)
        {
            NoteOwnTrouble(trouble);
            asker.Tell(new RecordRefused(key, StorageRefusal.Full));
        }
        catch (ProtocolException wrong)
        {
            asker.Tell(new RecordInvalid(wrong.Field, wrong.Expected));
        }
    }

    private void Read(IRecordQuery query, IActorRef asker)
    {
        try
        {
            var key = RecordSigning.KeyOf(query);
            Get(key, query.Consistency, asker, outcome => AnswerOf(outcome, key));
        }
        catch (ProtocolException wrong)
        {
            asker.Tell(new RecordInvalid(wrong.Field, wrong.Expected));
        }
    }

    private void Put(
        Did key, StoredRecord record, Consistency consistency, IActorRef asker, Func<PutOutcome, object> say)
    {
        _puts.Add(++_lastOperation, (asker, say));
        _replication.Put(_lastOperation, key, record, consistency, _node.Now);
    }

    private void Get(Did key, Consistency consistency, IActorRef asker, Func<GetOutcome, object> say)
    {
        _gets.Add(++_lastOperation, (asker, say));
        _replication.Get(_lastOperation, key, consistency, _node.Now);
    }

    private long NextSeq() => _memory.LastSeq = Math.Max(_node.Now.UnixMicroseconds, _memory.LastSeq + 1);

    /// <summary>Nobody waits for an answer that a storage which is gone would have given.</summary>
    private void EndOperations()
    {
        foreach (var (asker, say) in _puts.Values) asker.Tell(say(new PutOutcome.Unknown()));
        foreach (var (asker, say) in _gets.Values) asker.Tell(say(new GetOutcome.Unknown()));
        _puts.Clear();
        _gets.Clear();
    }

    private static IPutOutcome AnswerOf(PutOutcome outcome, Did key, StoredRecord record) => outcome switch
    {
        PutOutcome.Stored stored => new RecordStored(key, stored.Copies, record.Expires.ToDateTimeOffset()),
        PutOutcome.StoredLocally stored =>
            new RecordStoredLocally(key, stored.Copies, record.Expires.ToDateTimeOffset()),
        PutOutcome.Refused refused => new RecordRefused(key, refused.Reason),
        _ => new OwnerSilent(key),
    };

    private static IGetOutcome AnswerOf(GetOutcome outcome, Did key) => outcome is GetOutcome.Found found
        ? new RecordsFound(key, [.. found.Records.Select(Describe)], found.IsFinal, found.Agreed, found.Behind)
        : new OwnerSilent(key);

    private static FoundRecord Describe(StoredRecord record) => new(
        record.Fields.Author,
        record.Fields.Tag.Span.ToArray(),
        record.Kind == RecordKind.BlobLease ? record.Content.ToArray() : record.Fields.Value.ToArray(),
        record.Fields.Seq,
        record.Expires.ToDateTimeOffset());
}
