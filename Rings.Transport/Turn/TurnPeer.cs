namespace Rings.Transport.Turn;

/// <summary>A peer that is spoken to over a relay.</summary>
internal sealed class TurnPeer(TransportAddress address)
{
    /// <summary>Packets that wait for the permission: enough for the first checks.</summary>
    public const int MaxHeld = 4;

    /// <summary>Where it is.</summary>
    public TransportAddress Address => address;

    /// <summary>Packets that wait for the permission.</summary>
    public Queue<byte[]> Held { get; } = [];

    /// <summary>When the permission ends; the least value while there is none.</summary>
    public TimeSpan PermittedUntil { get; set; } = TimeSpan.MinValue;

    /// <summary>The channel number, from 0x4000; 0 while there is none.</summary>
    public ushort Channel { get; set; }

    /// <summary>When the channel ends; the least value until it is bound.</summary>
    public TimeSpan BoundUntil { get; set; } = TimeSpan.MinValue;

    /// <summary>When something was last sent to it.</summary>
    public TimeSpan LastUsed { get; set; }

    /// <summary>Whether a request about it is under way.</summary>
    public bool IsAsking { get; set; }

    /// <summary>Until when the server's refusal is respected.</summary>
    public TimeSpan RefusedUntil { get; set; } = TimeSpan.MinValue;
}
