namespace Rings.Protocol.Tests.Links;

/// <summary>Somebody who wants to hear once what became of a link.</summary>
internal sealed class BookAsker
{
    public int Told { get; set; }
}
