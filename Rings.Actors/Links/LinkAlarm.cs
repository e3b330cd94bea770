using Akka.Actor;

namespace Rings.Actors.Links;

/// <summary>What a <see cref="ConnectionActor"/> has itself woken for.</summary>
internal static class LinkAlarm
{
    /// <summary>The link is to be up by now.</summary>
    public sealed record HandshakeDeadline : INoSerializationVerificationNeeded
    {
        public static readonly HandshakeDeadline Instance = new();
    }

    /// <summary>What was still to leave has left by now.</summary>
    public sealed record DrainDeadline : INoSerializationVerificationNeeded
    {
        public static readonly DrainDeadline Instance = new();
    }

    /// <summary>The link has had no path for a while.</summary>
    public sealed record RestartDue : INoSerializationVerificationNeeded
    {
        public static readonly RestartDue Instance = new();
    }

    /// <summary>It is to be seen whether the peer lives, and whether frames wait for too long.</summary>
    public sealed record LivenessCheck : INoSerializationVerificationNeeded
    {
        public static readonly LivenessCheck Instance = new();
    }
}
