using System.Security.Cryptography.X509Certificates;
using Rings.Host.Entrance;
using static Rings.Host.Tests.Entrance.CertificateFiles;

namespace Rings.Host.Tests.Entrance;

/// <summary>Certificates of services, from files that somebody else renews.</summary>
public sealed class TlsFilesSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rings-tls-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void PEM_with_its_chain_is_read()
    {
        var (certificate, key) = Make("shop");
        File.AppendAllText(certificate, Certificate("ca", out _).ExportCertificatePem());

        var files = TlsFiles.Open(certificate, key, null, TimeProvider.System);

        Assert.Equal("CN=shop", files.Current.TargetCertificate.Subject);
        Assert.True(files.Current.TargetCertificate.HasPrivateKey);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("secret")]
    public void PKCS12_is_read_with_and_without_a_password(string? password)
    {
        var (file, words) = (At("shop.p12"), password is null ? null : At("words"));
        Private(file, Certificate("shop", out _).Export(X509ContentType.Pkcs12, password));
        if (words is not null) Private(words, [.. System.Text.Encoding.UTF8.GetBytes(password!), (byte)'\n']);

        Assert.Equal("CN=shop", TlsFiles.Open(file, null, words, TimeProvider.System).Current.TargetCertificate.Subject);
    }

    [Fact]
    public void What_cannot_be_used_has_its_own_trouble()
    {
        var (certificate, key) = Make("shop");
        var (_, other) = Make("other");
        var p12 = At("shop.p12");
        Private(p12, Certificate("shop", out _).Export(X509ContentType.Pkcs12, "secret"));
        Private(At("wrong"), "another"u8.ToArray());
        Private(At("none"), "no certificate"u8.ToArray());
        Private(At("long"), new byte[(1024 * 1024) + 1]);
        Private(At("public.p12"), Certificate("shop", out _).Export(X509ContentType.Cert));

        Assert.Equal(TlsFileTrouble.NotFound, TroubleOf(At("nothing"), key));
        Assert.Equal(TlsFileTrouble.NotFound, TroubleOf(certificate, At("nothing")));
        Assert.Equal(TlsFileTrouble.NotFound, TroubleOf(_folder.FullName, key));
        Assert.Equal(TlsFileTrouble.NoCertificate, TroubleOf(At("none"), key));
        Assert.Contains("longer than 1048576 bytes", Assert.Throws<TlsFileException>(
            () => TlsFiles.Open(At("long"), key, null, TimeProvider.System)).Message, StringComparison.Ordinal);
        Assert.Equal(TlsFileTrouble.NoKey, TroubleOf(certificate, other));
        Assert.Equal(TlsFileTrouble.NoKey, TroubleOf(certificate, At("none")));
        Assert.Equal(TlsFileTrouble.NoCertificate, TroubleOf(p12, null, At("wrong")));
        Assert.Equal(TlsFileTrouble.NoCertificate, TroubleOf(At("public.p12"), null));
        Assert.Equal(TlsFileTrouble.Expired, Assert.Throws<TlsFileException>(
            () => TlsFiles.Open(certificate, key, null, new Later())).Trouble);
    }

    [Fact]
    public void A_key_or_password_that_others_can_read_is_refused()
    {
        var (certificate, key) = Make("shop");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        Assert.Equal(OperatingSystem.IsWindows() ? null : TlsFileTrouble.OpenToOthers, TroubleOf(certificate, key));
    }

    [Fact]
    public void A_certificate_that_changed_is_read_again_and_one_that_is_damaged_leaves_the_former()
    {
        var (certificate, key) = Make("shop");
        var files = TlsFiles.Open(certificate, key, null, TimeProvider.System);
        Assert.Null(files.Refresh());

        var (next, itsKey) = Make("next");
        File.Copy(itsKey, key, overwrite: true);
        File.Copy(next, certificate, overwrite: true);
        Touch(certificate, 1);
        Assert.Null(files.Refresh());
        Assert.Equal("CN=next", files.Current.TargetCertificate.Subject);

        File.WriteAllText(certificate, "damaged");
        Touch(certificate, 2);
        Assert.Contains("The former certificate is shown", files.Refresh(), StringComparison.Ordinal);
        Assert.Null(files.Refresh());
        Assert.Equal("CN=next", files.Current.TargetCertificate.Subject);
    }

    private TlsFileTrouble? TroubleOf(string certificate, string? key, string? password = null)
    {
        try
        {
            Assert.NotNull(TlsFiles.Open(certificate, key, password, TimeProvider.System).Current);
            return null;
        }
        catch (TlsFileException wrong)
        {
            return wrong.Trouble;
        }
    }

    private (string Certificate, string Key) Make(string name) => CertificateFiles.Make(_folder.FullName, name);

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private sealed class Later : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow.AddDays(60);
    }
}
