namespace Rings.Protocol.Storage;

/// <summary>Why a record was not kept, or a question not answered. The numbers are those of the wire.</summary>
public enum StorageRefusal
{
    /// <summary>The record breaks a rule: the answer says nothing further to strangers.</summary>
    Invalid = 1,

    /// <summary>A later word for the same thing is known.</summary>
    Superseded = 2,

    /// <summary>The key is full of what ranks before it.</summary>
    OverLimit = 3,

    /// <summary>This node has no room for others' records.</summary>
    Full = 4,

    /// <summary>The author has used up its share.</summary>
    AuthorQuota = 5,

    /// <summary>The key is not in this node's range, or the asker is none of its neighbours.</summary>
    NotHere = 6,

    /// <summary>Too much at once: ask again later.</summary>
    Busy = 7,
}
