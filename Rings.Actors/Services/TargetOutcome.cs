using System.Net.Sockets;

namespace Rings.Actors.Services;

/// <summary>What came of dialling a target: one of the types nested here.</summary>
internal abstract record TargetOutcome
{
    private TargetOutcome()
    {
    }

    /// <summary>Connected.</summary>
    /// <param name="Socket">The socket; whoever gets it closes it.</param>
    public sealed record Connected(Socket Socket) : TargetOutcome;

    /// <summary>Not connected.</summary>
    /// <param name="Code">What the caller is told, a code of streams.</param>
    /// <param name="Detail">What the owner is told, as a clause.</param>
    public sealed record Failed(long Code, string Detail) : TargetOutcome;
}
