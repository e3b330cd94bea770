namespace Rings.Protocol.Storage;

/// <summary>Which fields each kind has: a record with others is malformed.</summary>
internal static class RecordShape
{
    /// <exception cref="ProtocolException">A field is missing, or there that its kind does not have.</exception>
    public static void Check(RecordKind kind, RecordFields fields, int contentBytes)
    {
        var isLease = kind == RecordKind.BlobLease;
        Require(isLease == fields.Hash is not null, "RecordFields.hash", "32 bytes for a lease, else nothing");
        Require(isLease ? fields.Size == contentBytes : fields.Size == 0, "RecordFields.size", "the content's size");
        Require(isLease || contentBytes == 0, "Record.content", "nothing but for a lease");
        Require(isLease == (fields.Name.Length == 0), "RecordFields.name", "1 to 255 bytes, none for a lease");
        Require(!isLease || (fields.Owner is null && fields.Tag == default), "RecordFields.owner",
            "nothing for a lease");
        Require(
            kind != RecordKind.Register || (fields.Owner == fields.Author && fields.Tag == default),
            "RecordFields.owner", "a Register's author, without a tag");
        Require(
            kind is RecordKind.Register or RecordKind.SetElement || fields.Value.IsEmpty,
            "RecordFields.value", "nothing for leases and removals");
        CheckTarget(kind, fields);
    }

    private static void CheckTarget(RecordKind kind, RecordFields fields)
    {
        if (fields.Target is null)
        {
            Require(!fields.EveryTag, "RecordFields.every_tag", "false without a target");
            return;
        }

        Require(kind == RecordKind.SetRemoval, "RecordFields.target", "nothing but for a removal");
        Require(fields.Owner == fields.Author, "RecordFields.target", "a removal by the Set's owner");
        Require(!fields.EveryTag || fields.Tag == default, "RecordFields.tag", "nothing where every tag is meant");
    }

    private static void Require(bool holds, string field, string expected)
    {
        if (!holds) throw new ProtocolException(field, expected);
    }
}
