using System.Security.Cryptography;
using Rings.Transport.Dtls;

namespace Rings.Transport.Tests.Dtls;

public sealed class CertificateFingerprintSpecs
{
    [Fact]
    public void A_fingerprint_is_read_as_it_is_written()
    {
        var fingerprint = CertificateFingerprint.Sha256Of([1, 2, 3]);

        Assert.True(CertificateFingerprint.TryParse(fingerprint.ToString(), out var read));
        Assert.Equal(fingerprint, read);
    }

    [Theory]
    [InlineData("sha-256")]
    [InlineData("SHA-384")]
    [InlineData("sha-512")]
    public void Letters_of_either_case_and_longer_hashes_are_read(string algorithm)
    {
        byte[] certificate = [1, 2, 3];
        var hash = algorithm switch
        {
            "sha-256" => SHA256.HashData(certificate),
            "SHA-384" => SHA384.HashData(certificate),
            _ => SHA512.HashData(certificate),
        };
        var text = $"{algorithm} {string.Join(':', hash.Select(value => value.ToString("x2")))}";

        Assert.True(CertificateFingerprint.TryParse(text, out var read));
        Assert.True(read.Matches(certificate));
        Assert.False(read.Matches([1, 2, 4]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("sha-256")]
    [InlineData("sha-256 ")]
    [InlineData("sha-256 AB:CD")]
    [InlineData("md5 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF")]
    [InlineData(
        "sha-256 0G:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF")]
    [InlineData(
        "sha-256 00-11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF")]
    public void Anything_else_is_refused(string text) =>
        Assert.False(CertificateFingerprint.TryParse(text, out _));
}
