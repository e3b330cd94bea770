
namespace Rings.Actors.Public;

/// <summary>The records of a ring, as a node reads and writes them: all that files are made of.</summary>
public interface IRecords
{
    /// <summary>Has the node sign a record and put it into the ring.</summary>
    /// <returns>
    /// <see cref="RingsNodeProtocol.RecordStored"/>, <see cref="RingsNodeProtocol.RecordStoredLocally"/>, <see
    /// cref="RingsNodeProtocol.RecordRefused"/>, <see cref="RingsNodeProtocol.RecordInvalid"/> or <see
    /// cref="RingsNodeProtocol.OwnerSilent"/>.
    /// </returns>
    Task<RingsNodeProtocol.IPutOutcome> PutAsync(
        RingsNodeProtocol.IRecordCommand record, CancellationToken cancel = default);

    /// <summary>Reads records.</summary>
    /// <returns>
    /// <see cref="RingsNodeProtocol.RecordsFound"/>, <see cref="RingsNodeProtocol.RecordInvalid"/> or <see
    /// cref="RingsNodeProtocol.OwnerSilent"/>.
    /// </returns>
    Task<RingsNodeProtocol.IGetOutcome> GetAsync(RingsNodeProtocol.IRecordQuery query, CancellationToken cancel = default);
}
