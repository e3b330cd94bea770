using Org.BouncyCastle.Tls;

namespace Rings.Transport.Dtls.BouncyCastle;

/// <summary>The active side of a WebRTC handshake.</summary>
internal sealed class ClientPeer(HandshakeCrypto crypto, HandshakeRules rules, int resendMillis)
    : AbstractTlsClient(crypto), TlsAuthentication
{
    public override TlsAuthentication GetAuthentication() => this;

    public override bool RequiresExtendedMasterSecret() => true;

    public override int GetHandshakeResendTimeMillis() => resendMillis;

    public override IDictionary<int, byte[]> GetClientExtensions()
    {
        var extensions = TlsExtensionsUtilities.EnsureExtensionsInitialised(base.GetClientExtensions());
        TlsSrtpUtilities.AddUseSrtpExtension(extensions, HandshakeRules.OfferedSrtp);
        return extensions;
    }

    public void NotifyServerCertificate(TlsServerCertificate serverCertificate) =>
        rules.Check(serverCertificate.Certificate);

    public TlsCredentials GetClientCredentials(CertificateRequest certificateRequest) => rules.Credentials(m_context);

    public override void NotifyAlertReceived(short alertLevel, short alertDescription) =>
        rules.AlertReceived(alertDescription);

    protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

    protected override int[] GetSupportedCipherSuites() => HandshakeRules.CipherSuites;

    protected override IList<int> GetSupportedGroups(IList<int> namedGroupRoles) => [.. HandshakeRules.Groups];

    protected override IList<SignatureAndHashAlgorithm> GetSupportedSignatureAlgorithms() =>
        [HandshakeRules.EcdsaSha256];
}
