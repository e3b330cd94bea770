namespace Rings.Transport.WebRtc;

/// <summary>A packet that a relay passed on, kept until the gatherer's lock is free again.</summary>
internal readonly record struct RelayedPacket(TransportAddress Relayed, TransportAddress Remote, byte[] Bytes);
