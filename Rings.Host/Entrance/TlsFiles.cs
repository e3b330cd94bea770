using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Rings.Actors.Disk;

namespace Rings.Host.Entrance;

/// <summary>
/// A certificate with its chain and key, from files: PEM with the key in a file of its own, or PKCS#12. Whoever renews them
/// has nobody to tell: they are read again when they have changed. Thread-safe. An edge: it reads the disk.
/// </summary>
internal sealed class TlsFiles
{
    private const int MaxBytes = 1024 * 1024;

    private readonly string _certificate;
    private readonly string? _key;
    private readonly string? _password;
    private readonly TimeProvider _time;
    private (DateTime, DateTime) _seen;
    private volatile SslStreamCertificateContext _current;

    private TlsFiles(string certificate, string? key, string? password, TimeProvider time)
    {
        (_certificate, _key, _password, _time) = (certificate, key, password, time);
        _seen = Stamps();
        _current = Load();
    }

    /// <summary>The certificate as it was read last, with its chain.</summary>
    public SslStreamCertificateContext Current => _current;

    /// <summary>Reads the files.</summary>
    /// <param name="certificate">PEM, the service's own certificate first; or PKCS#12.</param>
    /// <param name="key">The key as PEM, a file for its owner alone; null: <paramref name="certificate"/> is PKCS#12.</param>
    /// <param name="password">The file with the password of PKCS#12, for its owner alone; null: it has none.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="TlsFileException">They cannot be used.</exception>
    public static TlsFiles Open(string certificate, string? key, string? password, TimeProvider time) => new(certificate, key, password, time);

    /// <summary>Reads the files again if they have changed; what cannot be used leaves the certificate as it was.</summary>
    /// <returns>What is wrong with what stands there now, as a clause; null: nothing, or they have not changed.</returns>
    public string? Refresh()
    {
        var stamps = Stamps();
        if (stamps == _seen) return null;
        _seen = stamps;
        try
        {
            _current = Load();
            return null;
        }
        catch (TlsFileException wrong)
        {
            return $"{wrong.Message}. The former certificate is shown for now";
        }
    }

    private (DateTime, DateTime) Stamps() =>
        (File.GetLastWriteTimeUtc(_certificate), _key is null ? default : File.GetLastWriteTimeUtc(_key));

    private SslStreamCertificateContext Load()
    {
        try
        {
            var (own, chain) = _key is null ? LoadPkcs12() : LoadPem(_key);
            if (own.NotAfter.ToUniversalTime() < _time.GetUtcNow())
            {
                var end = own.NotAfter;
                own.Dispose();
                throw new TlsFileException(TlsFileTrouble.Expired, $"the certificate in {_certificate} is not valid since {end:yyyy-MM-dd}: renew it");
            }

            return SslStreamCertificateContext.Create(own, chain, offline: true);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw new TlsFileException(
                TlsFileTrouble.NoCertificate, $"there is no certificate in {_certificate}, or it is damaged, or its password is another", error);
        }
    }

    private (X509Certificate2 Own, X509Certificate2Collection Chain) LoadPem(string keyFile)
    {
        var chain = new X509Certificate2Collection();
        var (text, key) = (Read(_certificate, isSecret: false), Read(keyFile, isSecret: true));
        chain.ImportFromPem(text);
        if (chain.Count == 0) throw new TlsFileException(TlsFileTrouble.NoCertificate, $"there is no certificate in {_certificate}: PEM is wanted, the service's own first");
        chain.RemoveAt(0);
        try
        {
            return (X509Certificate2.CreateFromPem(text, key), chain);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw new TlsFileException(
                TlsFileTrouble.NoKey, $"{keyFile} holds no key of the first certificate in {_certificate}, as PEM without a password", error);
        }
    }

    private (X509Certificate2 Own, X509Certificate2Collection Chain) LoadPkcs12()
    {
        var password = _password is null ? null : Read(_password, isSecret: true).TrimEnd('\r', '\n');
        RequirePrivate(_certificate);
        var chain = X509CertificateLoader.LoadPkcs12Collection(
            ReadBytes(_certificate), password, X509KeyStorageFlags.EphemeralKeySet | X509KeyStorageFlags.Exportable);
        var own = chain.FirstOrDefault(certificate => certificate.HasPrivateKey)
            ?? throw new TlsFileException(TlsFileTrouble.NoKey, $"{_certificate} holds no key");
        chain.Remove(own);
        return (own, chain);
    }

    private static string Read(string path, bool isSecret)
    {
        if (isSecret) RequirePrivate(path);
        return System.Text.Encoding.UTF8.GetString(ReadBytes(path));
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return new FileInfo(path).Length <= MaxBytes
                ? File.ReadAllBytes(path)
                : throw new TlsFileException(TlsFileTrouble.NoCertificate, $"{path} is longer than {MaxBytes} bytes");
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException and not TlsFileException)
        {
            throw new TlsFileException(TlsFileTrouble.NotFound, $"{path} cannot be read: {error.Message.TrimEnd('.')}", error);
        }
    }

    private static void RequirePrivate(string path)
    {
        if (!File.Exists(path)) throw new TlsFileException(TlsFileTrouble.NotFound, $"{path} does not exist");
        if (!OwnerOnlyFile.IsPrivate(path))
            throw new TlsFileException(TlsFileTrouble.OpenToOthers, $"{path} can be read by others. Run: {OwnerOnlyFile.Remedy(path)}");
    }
}
