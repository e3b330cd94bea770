using Microsoft.Extensions.Logging.Abstractions;
using Rings.AspNetCore.Tls;
using Rings.Host.Cli;
using Rings.Host.Entrance;
using Rings.Host.Services;
using Rings.Host.Tests.Entrance;
using Rings.Protocol;
using Rings.Protocol.Services;

namespace Rings.Host.Tests.Services;

/// <summary>Certificates of services that are there after a restart.</summary>
public sealed class KeptTlsSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rings-kept-tls-");
    private readonly string _certificate;
    private readonly string _key;

    public KeptTlsSpecs() => (_certificate, _key) = CertificateFiles.Make(_folder.FullName, "shop");

    private string BookFile => Path.Combine(_folder.FullName, "tls.json");

    private TlsTerms Terms => new(_certificate, _key, null, [Did.Zero.Finger(1)]);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Those_that_are_kept_are_there_after_a_restart_and_no_others()
    {
        var kept = Start(new TlsEnds());
        kept.Add(ServiceName.Web, Terms, Terms.Open(TimeProvider.System), isKept: true);
        kept.Add(ServiceName.Parse("shop"), Terms, Terms.Open(TimeProvider.System), isKept: false);

        var ends = new TlsEnds();
        var again = Start(ends);

        Assert.True(ends.Find(ServiceName.Web)!.IsTold);
        Assert.Null(ends.Find(ServiceName.Parse("shop")));
        Assert.Equal((_certificate, true, null), Words(again.Find(ServiceName.Web)!));
        Assert.Null(again.Find(ServiceName.Parse("shop")));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(BookFile));
    }

    [Fact]
    public void One_that_is_not_kept_leaves_nothing_of_a_former_one_for_a_restart()
    {
        var kept = Start(new TlsEnds());
        kept.Add(ServiceName.Web, Terms, Terms.Open(TimeProvider.System), isKept: true);

        kept.Add(ServiceName.Web, Terms, Terms.Open(TimeProvider.System), isKept: false);

        Assert.NotNull(kept.Find(ServiceName.Web));
        Assert.Empty(TlsBook.Open(BookFile).All);
    }

    [Fact]
    public void Where_a_certificate_cannot_be_read_at_a_start_no_tls_is_spoken_until_it_can()
    {
        Start(new TlsEnds()).Add(ServiceName.Web, Terms, Terms.Open(TimeProvider.System), isKept: true);
        File.Move(_key, $"{_key}.away");
        var ends = new TlsEnds();

        var kept = Start(ends);
        Assert.Null(ends.Find(ServiceName.Web));
        Assert.Contains("does not exist", kept.Find(ServiceName.Web)!.Trouble, StringComparison.Ordinal);

        File.Move($"{_key}.away", _key);
        kept.Look();
        Assert.NotNull(ends.Find(ServiceName.Web));
        Assert.Equal((_certificate, true, null), Words(kept.Find(ServiceName.Web)!));
    }

    [Fact]
    public void A_certificate_that_was_damaged_is_said_until_it_is_whole()
    {
        var kept = Start(new TlsEnds());
        kept.Add(ServiceName.Web, Terms, Terms.Open(TimeProvider.System), isKept: true);
        var whole = File.ReadAllText(_certificate);

        Change("damaged", 1);
        kept.Look();
        kept.Look();
        Assert.Contains("The former certificate is shown", kept.Find(ServiceName.Web)!.Trouble, StringComparison.Ordinal);

        Change(whole, 2);
        kept.Look();
        Assert.Null(kept.Find(ServiceName.Web)!.Trouble);

        void Change(string text, int minutes)
        {
            File.WriteAllText(_certificate, text);
            CertificateFiles.Touch(_certificate, minutes);
        }
    }

    [Fact]
    public void A_service_that_is_removed_is_gone_and_another_is_left()
    {
        var ends = new TlsEnds();
        var kept = Start(ends);
        kept.Add(ServiceName.Web, Terms, Terms.Open(TimeProvider.System), isKept: true);
        kept.Add(ServiceName.Parse("shop"), Terms, Terms.Open(TimeProvider.System), isKept: true);

        kept.Remove(ServiceName.Web);
        kept.Remove(ServiceName.Parse("never"));

        Assert.Null(ends.Find(ServiceName.Web));
        Assert.Equal(ServiceName.Parse("shop"), Assert.Single(TlsBook.Open(BookFile).All).Name);
    }

    [Fact]
    public void There_are_no_more_than_a_node_has_services()
    {
        var book = TlsBook.Open(BookFile);
        for (var i = 0; i < TlsBook.Most; i++) book.Put(ServiceName.Parse($"s{i}"), Terms);

        Assert.Contains("at most 256", Assert.Throws<UserErrorException>(() => book.Put(ServiceName.Web, Terms)).Message, StringComparison.Ordinal);
        book.Put(ServiceName.Parse("s0"), Terms);
        Assert.Equal(TlsBook.Most, TlsBook.Open(BookFile).All.Count());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"No":{"Certificate":"a","Entrances":[]}}""")]
    [InlineData("""{"web":{"Certificate":"a"}}""")]
    [InlineData("""{"web":{"Entrances":[]}}""")]
    [InlineData("""{"web":{"Certificate":"a","Entrances":["nobody"]}}""")]
    [InlineData("""{"web":null}""")]
    public void A_file_that_is_no_such_list_is_said(string text)
    {
        CertificateFiles.Private(BookFile, System.Text.Encoding.UTF8.GetBytes(text));

        var wrong = Assert.Throws<UserErrorException>(() => TlsBook.Open(BookFile));

        Assert.Contains(BookFile, wrong.Message, StringComparison.Ordinal);
    }

    private static (string, bool, string?) Words(TlsState state) => (state.Certificate, state.Until is not null, state.Trouble);

    private KeptTls Start(TlsEnds ends)
    {
        var kept = new KeptTls(ends, TlsBook.Open(BookFile), TimeProvider.System, NullLogger.Instance);
        kept.Begin();
        return kept;
    }
}
