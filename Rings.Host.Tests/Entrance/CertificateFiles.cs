using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Rings.Host.Tests.Entrance;

/// <summary>Certificates of a test, and files that hold them.</summary>
internal static class CertificateFiles
{
    /// <summary>Writes a certificate and its key, each as PEM.</summary>
    public static (string Certificate, string Key) Make(string folder, string name)
    {
        var (certificate, keyFile) = (Path.Combine(folder, $"{name}.pem"), Path.Combine(folder, $"{name}.key"));
        using var made = Certificate(name, out var key);
        File.WriteAllText(certificate, made.ExportCertificatePem() + "\n");
        Private(keyFile, System.Text.Encoding.UTF8.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        return (certificate, keyFile);
    }

    /// <summary>A certificate that is valid for 30 days.</summary>
    public static X509Certificate2 Certificate(string name, out ECDsa key)
    {
        key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
    }

    /// <summary>Writes a file that its owner only may read.</summary>
    public static void Private(string file, byte[] bytes)
    {
        File.WriteAllBytes(file, bytes);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>Has a file look as if it was changed later.</summary>
    public static void Touch(string file, int minutes) => File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(minutes));
}
