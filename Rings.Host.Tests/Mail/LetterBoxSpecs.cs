using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Rings.Host.Logging;
using Rings.Host.Mail;

namespace Rings.Host.Tests.Mail;

/// <summary>Messages that came while nobody listened.</summary>
public sealed class LetterBoxSpecs : IDisposable
{
    private const string Anna = "0x0000000000000000000000000000000000000001";
    private const string Bela = "0x0000000000000000000000000000000000000002";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rings-letters-");
    private readonly StringWriter _output = new();
    private readonly ILogger _log;

    public LetterBoxSpecs() => _log = new LineLoggerProvider(_output, TimeProvider.System).CreateLogger("mail");

    private string Mail => Path.Combine(_folder.FullName, "mail");

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _output.Dispose();
    }

    [Fact]
    public void A_letter_is_there_after_a_restart_and_gone_when_it_is_removed()
    {
        var letter = Make(1, Anna);
        LetterBox.Open(Mail, _log).Add(letter);

        var box = LetterBox.Open(Mail, _log);
        Assert.Equal("text 1", (string?)Assert.Single(box.All).ToJson()["text"]);
        Assert.True(box.Remove(box.All[0]));
        Assert.False(box.Remove(letter));

        Assert.Empty(LetterBox.Open(Mail, _log).All);
        Assert.Empty(Directory.GetFiles(Mail));
    }

    [Fact]
    public void Others_cannot_read_it()
    {
        if (OperatingSystem.IsWindows()) return;
        LetterBox.Open(Mail, _log).Add(Make(1, Anna));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Directory.GetFiles(Mail)[0]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Mail));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"id":"x"}""")]
    [InlineData("""{"id":"07","from":{},"time":"2026-01-01T00:00:00Z"}""")]
    [InlineData("""{"id":"07","from":"0x","time":"yesterday"}""")]
    public void A_damaged_letter_is_told_of_and_keeps_nobody_from_the_others(string content)
    {
        LetterBox.Open(Mail, _log).Add(Make(1, Anna));
        File.WriteAllText(Path.Combine(Mail, "000000000000001-07.json"), content);

        Assert.Single(LetterBox.Open(Mail, _log).All);
        Assert.Contains("cannot be read and is left out", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_that_would_lead_elsewhere_leads_nowhere()
    {
        LetterBox.Open(Mail, _log).Add(Make(1, Anna, id: "../../evil/abcdef"));

        Assert.Empty(Directory.GetFiles(_folder.FullName));
        Assert.EndsWith("-eabcdef.json", Assert.Single(Directory.GetFiles(Mail)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_told_of_once()
    {
        File.WriteAllText(Mail, "a file where the folder should be");
        var box = LetterBox.Open(Mail, _log);

        box.Add(Make(1, Anna));
        box.Add(Make(2, Anna));

        Assert.Empty(box.All);
        Assert.Single(_output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Who_sends_many_pushes_out_their_own()
    {
        var letters = Enumerable.Range(0, LetterRules.MaxLetters).Select(i => Make(i, Anna)).Append(Make(5_000, Bela)).ToList();

        Assert.Equal(letters[0], Assert.Single(LetterRules.TooMany(letters)));
        Assert.Empty(LetterRules.TooMany(letters.Skip(1)));
    }

    [Fact]
    public void Long_letters_push_out_their_writers_too()
    {
        var few = Enumerable.Range(0, 5).Select(i => Make(i, Bela)).ToList();
        var @long = Enumerable.Range(10, 3).Select(i => Make(i, Anna, new string('x', (int)LetterRules.MaxCharacters / 3))).ToList();

        Assert.Equal([@long[0]], LetterRules.TooMany([.. few, .. @long]));
    }

    private static Letter Make(int number, string from, string? text = null, string? id = null) => Letter.Of(new JsonObject
    {
        ["from"] = from,
        ["id"] = id ?? number.ToString("x32", null),
        ["time"] = DateTimeOffset.UnixEpoch.AddSeconds(number).ToString("O"),
        ["text"] = text ?? $"text {number}",
    }.ToJsonString());
}
