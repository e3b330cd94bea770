namespace Rings.Protocol.Storage;

/// <summary>Whose word a slot holds.</summary>
internal enum SlotRole
{
    /// <summary>An author's own: a value, a lease, an element or its removal.</summary>
    Author = 0,

    /// <summary>A Set owner's end of one element of an author.</summary>
    OwnerEndsTag = 1,

    /// <summary>A Set owner's end of all elements of an author.</summary>
    OwnerEndsAuthor = 2,
}
