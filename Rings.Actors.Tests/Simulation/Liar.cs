using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;
using Rings.TestKit.Liars;

namespace Rings.Actors.Tests.Simulation;

/// <summary>
/// Members with valid keys that lie, each in a way of its own: what one does each time that it has its turn.
/// </summary>
internal static class Liar
{
    /// <summary>
    /// Sends messages that nobody signed through honest nodes to others, in every way that a relay does not see: with a
    /// wrong signature, on three lanes, and with a delegation that its account did not sign.
    /// </summary>
    public static Action Accuser(LiarPeer peer, LiarFrames frames, IReadOnlyList<Did> victims)
    {
        var turn = 0;
        return () =>
        {
            var victim = victims[turn % victims.Count];
            peer.Send((turn++ % 4) switch
            {
                0 => Broken(frames.Genuine(peer.Signer, victim)),
                1 => Broken(frames.Genuine(peer.Signer, victim, Kind.Ring)),
                2 => Broken(frames.Genuine(peer.Signer, victim, Kind.Storage)),
                _ => WithAnotherDelegation(frames.Genuine(peer.Signer, victim), peer.Signer.Delegation),
            });
        };
    }

    /// <summary>Says of honest nodes that they deliver forgeries.</summary>
    public static Action FalseAccuser(LiarPeer peer)
    {
        var turn = 0;
        return () => peer.Tell(new LinkControl.Forged(PayloadHash.Of(BitConverter.GetBytes(turn++))));
    }

    /// <summary>
    /// Repeats one message to a victim, and between two of them always one to somebody else that takes its place in
    /// what the relay remembers: the relay sees no repeat, and the victim nothing else.
    /// </summary>
    public static Action Repeater(LiarPeer peer, LiarFrames frames, Did victim, Did other)
    {
        var one = frames.Genuine(peer.Signer, victim);
        for (var number = 1; number < RecentIds.Places; number++) frames.Genuine(peer.Signer, other);
        var between = frames.Genuine(peer.Signer, other);
        return () => peer.Send(one, between);
    }

    /// <summary>Several that send the same new messages to a victim: none of them ever repeats itself.</summary>
    public static Action Chorus(IReadOnlyList<LiarPeer> peers, LiarFrames frames, Did victim) => () =>
    {
        var frame = frames.Genuine(peers[0].Signer, victim);
        foreach (var peer in peers) peer.Send(frame);
    };

    private static byte[] Broken(byte[] frame)
    {
        frame[^1] ^= 1;
        return frame;
    }

    /// <summary>The transaction names the altered delegation, so every relay takes the two for one another's.</summary>
    private static byte[] WithAnotherDelegation(byte[] frame, Delegation delegation)
    {
        var altered = delegation.Bytes.ToArray();
        altered[^1] ^= 1;
        altered.CopyTo(frame, frame.AsSpan().IndexOf(delegation.Bytes.Span));
        var name = frame.AsSpan().IndexOf(delegation.Id.ToByteArray());
        DelegationId.Of(altered).Write(frame.AsSpan(name));
        return frame;
    }
}
