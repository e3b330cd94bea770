namespace Rings.Protocol.Services;

/// <summary>Whom a ticket lets in. The values are kept on disk.</summary>
public enum TicketBearer
{
    /// <summary>The first Did that shows it, and from then on no other: a link that is stolen afterwards is worth
    /// nothing.</summary>
    First = 0,

    /// <summary>Whoever shows it.</summary>
    Anyone = 1,

    /// <summary>One Did, named when it was made.</summary>
    Named = 2,
}
