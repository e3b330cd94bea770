using Org.BouncyCastle.Tls;

namespace Rings.Transport.Dtls.BouncyCastle;

/// <summary>The passive side of a WebRTC handshake. A client certificate is required (RFC 8827, section 6.5).</summary>
internal sealed class ServerPeer(HandshakeCrypto crypto, HandshakeRules rules, int resendMillis)
    : AbstractTlsServer(crypto)
{
    public override bool RequiresExtendedMasterSecret() => true;

    public override int GetHandshakeResendTimeMillis() => resendMillis;

    public override TlsCredentials GetCredentials() => rules.Credentials(m_context);

    public override int[] GetSupportedGroups() => HandshakeRules.Groups;

    public override bool PreferLocalSupportedGroups() => true;

    public override CertificateRequest GetCertificateRequest() =>
        new([ClientCertificateType.ecdsa_sign], [HandshakeRules.EcdsaSha256], null);

    public override void NotifyClientCertificate(Certificate clientCertificate) => rules.Check(clientCertificate);

    public override IDictionary<int, byte[]> GetServerExtensions()
    {
        var extensions = TlsExtensionsUtilities.EnsureExtensionsInitialised(base.GetServerExtensions());
        if (HandshakeRules.AnswerSrtp(TlsSrtpUtilities.GetUseSrtpExtension(m_clientExtensions)) is { } answer)
            TlsSrtpUtilities.AddUseSrtpExtension(extensions, answer);
        return extensions;
    }

    public override void NotifyAlertReceived(short alertLevel, short alertDescription) =>
        rules.AlertReceived(alertDescription);

    // P-256 is several times cheaper here than x25519, and every client has it.
    protected override int SelectECDH(int minimumCurveBits) =>
        m_context.SecurityParameters.ClientSupportedGroups.Contains(NamedGroup.secp256r1)
            ? NamedGroup.secp256r1
            : base.SelectECDH(minimumCurveBits);

    protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

    protected override int[] GetSupportedCipherSuites() => HandshakeRules.CipherSuites;

    protected override bool PreferLocalCipherSuites() => true;
}
