namespace Rings.Transport.WebRtc;

/// <summary>A STUN or TURN server (W3C RTCIceServer).</summary>
/// <param name="Url">
/// "stun:host[:port]" (RFC 7064), "turn:host[:port][?transport=udp|tcp]" or, over TLS, "turns:host[:port]" (RFC 7065);
/// the port is 3478 by default, 5349 over TLS.
/// </param>
/// <param name="Username">For TURN.</param>
/// <param name="Credential">For TURN.</param>
public sealed record IceServerOptions(string Url, string Username = "", string Credential = "")
{
    /// <summary>Never the credential.</summary>
    public override string ToString() => Url;
}
