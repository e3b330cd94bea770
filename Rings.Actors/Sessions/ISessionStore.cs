using Rings.Actors.Disk;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;

namespace Rings.Actors.Sessions;

/// <summary>
/// Keeps over a restart what end-to-end messages need: hellos that were answered, the private halves of prekeys, and
/// what lies in others' mailboxes. Session keys are never kept.
/// </summary>
internal interface ISessionStore : IGroupStore
{
    /// <summary>Hellos that were answered.</summary>
    IReadOnlyList<(byte[] Hash, Instant Until)> Hellos();

    /// <summary>Keeps a hello, before its answer leaves.</summary>
    void KeepHello(ReadOnlySpan<byte> hash, Instant until);

    /// <summary>The private halves of prekeys.</summary>
    IReadOnlyList<PrekeySecret> Prekeys();

    /// <summary>Replaces all private halves: those that are left out are erased.</summary>
    void KeepPrekeys(IReadOnlyList<PrekeySecret> secrets);

    /// <summary>Mail that nobody has fetched yet, as far as is known.</summary>
    IReadOnlyList<PostedMail> Posted();

    /// <summary>Keeps that mail was posted.</summary>
    void KeepPosted(PostedMail mail);

    /// <summary>Forgets mail that was fetched or has expired.</summary>
    void ForgetPosted(PostedMail mail);

    /// <summary>Forgets hellos whose time is over.</summary>
    void Forget(Instant now);
}
