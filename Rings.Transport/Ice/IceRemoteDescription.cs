namespace Rings.Transport.Ice;

/// <summary>What the remote side's SDP says about ICE.</summary>
/// <param name="Ufrag">4 to 256 characters.</param>
/// <param name="Password">22 to 256 characters.</param>
/// <param name="Candidates">All of them (there is no trickle), in the order in which they stand.</param>
/// <param name="Lite">Whether it only answers checks (RFC 8445, section 2.5).</param>
internal sealed record IceRemoteDescription(
    string Ufrag, string Password, IReadOnlyList<IceCandidate> Candidates, bool Lite = false);
