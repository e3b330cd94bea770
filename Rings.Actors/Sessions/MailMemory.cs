using Rings.Protocol;
using Rings.Protocol.EndToEnd;

namespace Rings.Actors.Sessions;

/// <summary>What a mailbox leaves to the one that takes its place after a failure. One uses it at a time.</summary>
internal sealed class MailMemory : IDisposable
{
    /// <param name="store">What earlier runs kept.</param>
    /// <param name="now">The time.</param>
    public MailMemory(ISessionStore store, Instant now)
    {
        foreach (var secret in store.Prekeys()) Prekeys.Restore(secret, now);
        Posted = [.. store.Posted()];
    }

    /// <summary>The private halves of prekeys.</summary>
    public Prekeys Prekeys { get; } = new();

    /// <summary>How often prekeys were made or erased.</summary>
    public long Changes { get; set; }

    /// <summary>As of which of these changes the disk has them.</summary>
    public long Kept { get; set; }

    /// <summary>Whether the disk may lack a prekey that was made, or hold one that was erased.</summary>
    public bool IsUnkept => Kept != Changes;

    /// <summary>Mail that nobody has fetched yet, as far as is known.</summary>
    public HashSet<PostedMail> Posted { get; }

    /// <summary>Erases the keys.</summary>
    public void Dispose() => Prekeys.Dispose();
}
