using Rings.Transport.Stun;

namespace Rings.Transport.Ice;

/// <summary>The Binding messages of ICE (RFC 8445, section 7), written into the caller's buffer.</summary>
internal static class IceMessages
{
    /// <summary>Room for any of them: user names are at most 513 bytes.</summary>
    public const int MaxLength = 768;

    /// <summary>A check.</summary>
    public static ReadOnlySpan<byte> WriteRequest(
        Span<byte> buffer, StunTransactionId id, IcePair pair, IceRole role, ulong tieBreaker, bool nominates)
    {
        var writer = new StunWriter(buffer, StunClass.Request, StunMethod.Binding, id);
        writer.Add(StunAttribute.Username, pair.Generation.Username);
        writer.Add(StunAttribute.Priority, pair.CheckPriority);
        writer.Add(
            role == IceRole.Controlling ? StunAttribute.IceControlling : StunAttribute.IceControlled, tieBreaker);
        if (nominates)
        {
            writer.Add(StunAttribute.UseCandidate);
        }

        writer.AddIntegrity(pair.Generation.RemoteKey);
        writer.AddFingerprint();
        return buffer[..writer.Written.Length];
    }

    /// <summary>The answer to a check.</summary>
    public static ReadOnlySpan<byte> WriteSuccess(
        Span<byte> buffer, StunTransactionId id, TransportAddress seen, IceGeneration generation)
    {
        var writer = new StunWriter(buffer, StunClass.Success, StunMethod.Binding, id);
        writer.AddXorAddress(StunAttribute.XorMappedAddress, seen);
        writer.AddIntegrity(generation.LocalKey);
        writer.AddFingerprint();
        return buffer[..writer.Written.Length];
    }

    /// <summary>The refusal of a check.</summary>
    public static ReadOnlySpan<byte> WriteError(
        Span<byte> buffer, StunTransactionId id, int code, ReadOnlySpan<ushort> unknown, IceGeneration generation)
    {
        var writer = new StunWriter(buffer, StunClass.Error, StunMethod.Binding, id);
        writer.AddError(code, code == StunError.RoleConflict ? "Role Conflict" : "Unknown Attribute");
        if (unknown.Length > 0)
        {
            writer.AddUnknown(unknown);
        }

        writer.AddIntegrity(generation.LocalKey);
        writer.AddFingerprint();
        return buffer[..writer.Written.Length];
    }
}
