using Rings.Protocol;
using Rings.Protocol.Storage;

namespace Rings.Actors.Storage;

/// <summary>Keeps over a restart which records this node is to put again.</summary>
internal interface IOwnRecordStore : IDisposable
{
    /// <summary>All of them.</summary>
    IReadOnlyList<OwnRecord> Load();

    /// <summary>Keeps one, in place of its former word.</summary>
    void Keep(OwnRecord own);

    /// <summary>Forgets one.</summary>
    void Forget(Did key, RecordSlot slot);
}
