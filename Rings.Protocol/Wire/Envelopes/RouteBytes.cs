using System.Buffers.Binary;
using Rings.Protocol.Ring;

namespace Rings.Protocol.Wire;

/// <summary>
/// A route's byte form: five fields that are always written, 33 bytes, so that a relay patches them in place.
/// </summary>
internal static class RouteBytes
{
    public const int Length = 33;

    private const int HopsAt = 1;
    private const int ModeAt = 6;
    private const int TargetAt = 9;
    private const int WantsReplyAt = 30;
    private const int FinalAt = 32;

    public static WireFault TryRead(ReadOnlySpan<byte> bytes, out Route route)
    {
        route = default;
        if (bytes.Length < Length || !HasTags(bytes)) return new("Route", "its five fields, each written, in order");
        if (bytes[ModeAt] > (byte)RouteMode.Back) return new("Route.mode", "0 to 2");
        if ((bytes[WantsReplyAt] | bytes[FinalAt]) > 1) return new("Route", "0 or 1 in wants_reply and final");
        var rest = new FieldReader(bytes[Length..]);
        if (!rest.TrySkip(5, int.MaxValue)) return new("Route", "fields in ascending order, none twice");
        var hops = Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(bytes[HopsAt..]), Route.MaxHops);
        route = new((int)hops, (RouteMode)bytes[ModeAt], Did.Read(bytes[TargetAt..]),
            bytes[WantsReplyAt] == 1, bytes[FinalAt] == 1);
        return WireFault.None;
    }

    /// <summary>Writes the 33 bytes; whatever follows them in a longer route stays.</summary>
    public static void Write(Span<byte> target, in Route route)
    {
        target[0] = 0x0D;
        BinaryPrimitives.WriteUInt32LittleEndian(target[HopsAt..], (uint)route.HopsLeft);
        target[5] = 0x10;
        target[ModeAt] = (byte)route.Mode;
        target[7] = 0x1A;
        target[8] = Did.Bytes;
        route.Target.Write(target[TargetAt..]);
        target[29] = 0x20;
        target[WantsReplyAt] = route.WantsReply ? (byte)1 : (byte)0;
        target[31] = 0x28;
        target[FinalAt] = route.IsFinal ? (byte)1 : (byte)0;
    }

    private static bool HasTags(ReadOnlySpan<byte> bytes) =>
        bytes[0] == 0x0D && bytes[5] == 0x10 && bytes[7] == 0x1A && bytes[8] == Did.Bytes
        && bytes[29] == 0x20 && bytes[31] == 0x28;
}
