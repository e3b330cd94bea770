using System.Collections.Immutable;
using Akka.Actor;
using Rings.Actors.Disk;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using static Rings.Actors.Sessions.SessionProtocol;

namespace Rings.Actors.Sessions;

/// <summary>What sessions and the mailbox have kept, and what they hear of that.</summary>
internal static class SessionStoreProtocol
{
    /// <summary>Keep a hello, before it is answered. Answered by <see cref="HelloKept"/> or <see cref="HelloNotKept"/>.</summary>
    /// <param name="Hash">Its hash, 32 bytes.</param>
    /// <param name="Until">Until when it is remembered.</param>
    /// <param name="Hello">The hello.</param>
    public sealed record KeepHello(ReadOnlyMemory<byte> Hash, Instant Until, HelloArrived Hello)
        : StoreCommand<ISessionStore>
    {
        public override object Refused => new HelloNotKept(Hello);

        public override object Write(ISessionStore store)
        {
            store.KeepHello(Hash.Span, Until);
            return new HelloKept(Hello);
        }
    }

    /// <summary>A hello is on the disk: it may be answered.</summary>
    public sealed record HelloKept(HelloArrived Hello) : INoSerializationVerificationNeeded;

    /// <summary>A hello cannot be kept: it is not answered.</summary>
    public sealed record HelloNotKept(HelloArrived Hello) : INoSerializationVerificationNeeded;

    /// <summary>
    /// Keep these private halves of prekeys, and erase all others. Answered by <see cref="PrekeysKept"/>, if they are.
    /// </summary>
    /// <param name="Secrets">All that there are.</param>
    /// <param name="Changes">As of which change.</param>
    public sealed record KeepPrekeys(ImmutableArray<PrekeySecret> Secrets, long Changes) : StoreCommand<ISessionStore>
    {
        public override object Write(ISessionStore store)
        {
            store.KeepPrekeys(Secrets);
            return new PrekeysKept(Changes);
        }
    }

    /// <summary>The private halves are on the disk as of a change: others may seal for them.</summary>
    public sealed record PrekeysKept(long Changes) : INoSerializationVerificationNeeded;

    /// <summary>Keep that mail was posted. No answer.</summary>
    public sealed record KeepPosted(PostedMail Mail) : StoreCommand<ISessionStore>
    {
        public override object? Write(ISessionStore store)
        {
            store.KeepPosted(Mail);
            return null;
        }
    }

    /// <summary>Forget mail that was fetched or has expired. No answer.</summary>
    public sealed record ForgetPosted(PostedMail Mail) : StoreCommand<ISessionStore>
    {
        public override object? Write(ISessionStore store)
        {
            store.ForgetPosted(Mail);
            return null;
        }
    }

    /// <summary>Forget hellos whose time is over. No answer.</summary>
    public sealed record ForgetHellos(Instant Now) : StoreCommand<ISessionStore>
    {
        public override object? Write(ISessionStore store)
        {
            store.Forget(Now);
            return null;
        }
    }
}
