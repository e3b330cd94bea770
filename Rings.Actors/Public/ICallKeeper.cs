using System.Net.Sockets;

namespace Rings.Actors.Public;

/// <summary>Whoever let callers in: counts them, and reaches the targets of their services. Thread-safe.</summary>
internal interface ICallKeeper
{
    /// <summary>Connects to the target of a call's service.</summary>
    /// <exception cref="TargetException">It may not or cannot be reached.</exception>
    Task<Socket> DialAsync(AdmittedCall call, CancellationToken cancel);

    /// <summary>Something went wrong behind a call's service.</summary>
    void Note(AdmittedCall call, string trouble);

    /// <summary>A call is over.</summary>
    void End(AdmittedCall call, CallEnd end);
}
