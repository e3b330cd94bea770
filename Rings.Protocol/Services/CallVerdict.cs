namespace Rings.Protocol.Services;

/// <summary>What becomes of a call: one of the types nested here.</summary>
internal abstract record CallVerdict
{
    private CallVerdict()
    {
    }

    /// <summary>It is let in; whoever acts on this says so with <see cref="ServiceBook.Began"/>.</summary>
    /// <param name="Service">What it is for.</param>
    /// <param name="Bound">A ticket that has become the caller's by this call: to be kept before he is let in, or to be
    /// taken back with <see cref="ServiceBook.Unbind"/>; null: none.</param>
    public sealed record Admitted(OfferedService Service, Ticket? Bound) : CallVerdict;

    /// <summary>There is no such service, or not for this caller: he cannot tell which.</summary>
    public sealed record NotFound : CallVerdict;

    /// <summary>There is no room for it now, or he has failed too often to be looked at.</summary>
    public sealed record Busy : CallVerdict;
}
