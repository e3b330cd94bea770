using Rings.Protocol.Links;

namespace Rings.Protocol.Tests.Links;

/// <summary>An offer on its way between two nodes of a <see cref="BookWorld"/>: settled once.</summary>
internal sealed class BookRequest(BookNode from, LinkNumber link)
{
    public BookNode From => from;

    public LinkNumber Link => link;

    public bool IsSettled { get; private set; }

    /// <summary>False where it was settled before.</summary>
    public bool Settle() => !IsSettled && (IsSettled = true);
}
